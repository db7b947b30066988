import type * as OpenApi from '@alicloud/openapi-client'
import { RuntimeOptions } from '@alicloud/tea-util'
import { inject } from 'vitest'
import { defaultExport } from '../cloud/lazy'
import type { TestService } from './service'

/** A user with a phone: what the mini program does, call by call. */
export async function testUser(service: Pick<TestService, 'call' | 'vouch'>, name: string) {
  const { headers, openid } = await service.vouch(name)
  const call = (method: string, path: string, body?: unknown) =>
    service.call(method, path, { headers, ...(body !== undefined && { body }) })

  /** Creates a video at VOD with an STS token, marked as the user's; without a call to the service. */
  const createAtVod = async (parameters: Record<string, string> = {}) => {
    const { json } = await call('POST', '/credentials')
    const answer = await callVod(json, 'CreateUploadVideo', {
      Title: 'Holiday',
      FileName: 'v.mp4',
      UserData: json.userData as string,
      ...parameters,
    })
    return answer.VideoId as string
  }

  const claim = (videoId: string, body: unknown = { title: 'Holiday', fileSize: 1000 }) =>
    call('PUT', `/uploads/${videoId}`, body)

  return {
    call,
    authorization: headers.authorization ?? '',
    openid,
    createAtVod,
    claim,
    create: (body: unknown = { fileName: 'v.mp4', fileSize: 1000, title: 'Holiday' }) => call('POST', '/uploads', body),
    refresh: (videoId: string) => call('POST', `/uploads/${videoId}/refresh`),
    list: (query = '') => call('GET', `/videos${query}`),
    get: (videoId: string) => call('GET', `/videos/${videoId}`),
    play: (videoId: string) => call('GET', `/videos/${videoId}/play`),
    remove: (videoId: string) => call('DELETE', `/videos/${videoId}`),
    /** A video of this user, made with an STS token and registered. */
    async video(): Promise<string> {
      const videoId = await createAtVod()
      const { status, text } = await claim(videoId)
      if (status !== 200) throw new Error(`The claim failed: ${text}`)
      return videoId
    },
  }
}

export async function callVod(
  credentials: Record<string, unknown>,
  action: string,
  parameters: Record<string, string>,
) {
  const openApi: typeof OpenApi = await import('@alicloud/openapi-client')
  const Client = defaultExport(openApi)
  const client = new Client(
    new openApi.Config({
      ...credentials,
      type: 'sts',
      endpoint: new URL(inject('emulatorUrl')).host,
      protocol: 'http',
    }),
  )
  const params = new openApi.Params({
    action,
    version: '2017-03-21',
    protocol: 'HTTP',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  })
  const { body } = await client.callApi(
    params,
    new openApi.OpenApiRequest({ query: parameters }),
    new RuntimeOptions({}),
  )
  return body as Record<string, unknown>
}
