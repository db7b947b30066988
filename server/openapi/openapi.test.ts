import { type Schema, Validator } from '@cfworker/json-schema'
import { beforeEach, describe, expect, it } from 'vitest'
import { ADMIN, adminHeaders } from '../test-support/admin'
import { emulator } from '../test-support/emulator'
import { loginCode, testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'
import { operations } from './operations'

beforeEach(() => emulator('POST', '/reset'))

const report = { code: 'x', at: '2026-01-02T03:04:05Z', engine: 'own', platform: 'ios', library: '3.8', app: '1' }

const TIMER_SECRET = 'the timer of Function Compute knows it'
const timerCall = { headers: { 'x-fc-control-path': '/invoke' }, body: { payload: TIMER_SECRET } }

interface Described {
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, { content: Record<string, { schema: Schema }> }>
  parameters?: { name: string; in: string; schema: Schema }[]
}

async function setup() {
  const service = testService({ ...CALLBACK, ...ADMIN, REPORTS: 'true', TIMER_SECRET })
  const { json } = await service.call('GET', '/openapi.json')
  const paths = json.paths as Record<string, Record<string, Described>>
  const described = (method: string, path: string) => {
    const found = paths[path]?.[method.toLowerCase()]
    if (!found) throw new Error(`${method} ${path} is not described`)
    return found
  }
  /** What the schema finds wrong. */
  const faults = (schema: Schema | undefined, value: unknown) => {
    if (!schema) throw new Error('There is no schema.')
    return new Validator(schema, '2020-12', false).validate(value).errors
  }
  return { service, json, described, faults }
}

describe('GET /openapi.json', () => {
  it('describes every route, and nothing else', async () => {
    const { json, service } = await setup()
    const described = Object.entries(json.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(described.sort()).toEqual(service.routes().sort())
    expect(json.openapi).toMatch(/^3\.1\./)
  })

  it('describes what the service answers, call by call', async () => {
    const { service, described, faults } = await setup()
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const made = await user.create()
    const videoId = made.json.videoId as string
    const claimed = await user.claim(await user.createAtVod())
    const refreshed = await user.refresh(videoId)
    await emulator('POST', `/videos/${videoId}/file`, 'x')
    const event = { EventType: 'FileUploadComplete', EventTime: eventTime(1), VideoId: videoId, Status: 'success' }
    const share = await user.call('POST', `/videos/${videoId}/share`)
    const answers: [method: string, path: string, answer: { status: number; json: unknown }][] = [
      ['POST', '/session', await service.call('POST', '/session', { body: { code: loginCode('alice') } })],
      ['POST', '/credentials', await user.call('POST', '/credentials')],
      ['POST', '/uploads', made],
      ['PUT', '/uploads/{videoId}', claimed],
      ['POST', '/uploads/{videoId}/refresh', refreshed],
      ['POST', '/vod/events', await service.call('POST', '/vod/events', signedEvent(event))],
      ['GET', '/videos/{videoId}/play', await user.play(videoId)],
      ['GET', '/settings', await user.call('GET', '/settings')],
      ['POST', '/videos/{videoId}', await user.call('POST', `/videos/${videoId}`, { title: 'y' })],
      ['PATCH', '/videos/{videoId}', await user.call('PATCH', `/videos/${videoId}`, { title: 'x' })],
      [
        'POST',
        '/videos/{videoId}/cover',
        await user.call('POST', `/videos/${videoId}/cover`, { extension: 'png', size: 5 }),
      ],
      ['POST', '/videos/{videoId}/share', share],
      ['GET', '/shared/{token}', await service.call('GET', `/shared/${share.json.token}`)],
      ['POST', '/reports', await user.call('POST', '/reports', { reports: [report] })],
      ['GET', '/videos', await user.list('?limit=1')],
      ['GET', '/videos/{videoId}', await user.get(videoId)],
      ['DELETE', '/videos/{videoId}', await user.remove(videoId)],
      ...(await Promise.all(
        ['/admin/users/oSomebody/videos', '/admin/orphans', '/admin/unclaimed', '/admin/stuck'].map(
          async (path): Promise<(typeof answers)[number]> => [
            'GET',
            path.replace('oSomebody', '{openid}'),
            await service.call('GET', path, { headers: adminHeaders }),
          ],
        ),
      )),
      [
        'PUT',
        '/admin/users/{openid}',
        await service.call('PUT', '/admin/users/oNobody', { headers: adminHeaders, body: { blocked: true } }),
      ],
      ['POST', '/admin/reconcile', await service.call('POST', '/admin/reconcile', { headers: adminHeaders })],
      ['POST', '/invoke', await service.call('POST', '/invoke', timerCall)],
      ['GET', '/healthz', await service.call('GET', '/healthz')],
      ['GET', '/openapi.json', await service.call('GET', '/openapi.json')],
    ]
    expect(answers).toHaveLength(operations.filter(({ answer }) => answer).length)
    for (const [method, path, answer] of answers) {
      expect(answer.status, `${method} ${path}`).toBe(200)
      const schema = described(method, path).responses['200']?.content['application/json']?.schema
      expect(faults(schema, answer.json), `${method} ${path}`).toEqual([])
      expect(faults(schema, { ...(answer.json as object), serverTime: 7, openapi: 7, status: 7 })).not.toEqual([])
    }
  })

  it('describes how the service says no', async () => {
    const { service, described, faults } = await setup()
    for (const { method, path } of operations) {
      if (['/healthz', '/readyz', '/openapi.json'].includes(path)) continue
      const { status, json } = await service.call(method, path.replace(/:\w+/, 'x'))
      expect(status).toBeGreaterThanOrEqual(400)
      const { default: no } = described(method, path.replace(/:(\w+)/g, '{$1}')).responses
      expect(faults(no?.content['application/problem+json']?.schema, json), `${method} ${path}`).toEqual([])
    }
  })

  it('describes the bodies that the service takes, and none that it refuses', async () => {
    const { service, described, faults } = await setup()
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const right = { fileName: 'v.mp4', fileSize: 5, title: 'x' }
    const bodies: Record<string, unknown[]> = {
      '/uploads': [
        right,
        { ...right, fileSize: 0 },
        { ...right, fileSize: '5' },
        { ...right, fileName: 'a/b.mp4' },
        { ...right, title: undefined },
        { ...right, owner: 'me' },
      ],
      '/credentials': [
        {},
        { validFor: 0 },
        { validFor: 43_200 },
        { validFor: 43_201 },
        { validFor: -1 },
        { validFor: 1.5 },
        { validFor: '60' },
        { validfor: 60 },
      ],
    }
    for (const [path, all] of Object.entries(bodies)) {
      const schema = described('POST', path).requestBody?.content['application/json']?.schema
      for (const body of all) {
        const { status } = await user.call('POST', path, body)
        expect(faults(schema, JSON.parse(JSON.stringify(body))).length === 0, JSON.stringify(body)).toBe(status === 200)
      }
    }
  })

  it('marks a body as required where the service does not do without', async () => {
    const { service, described } = await setup()
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    for (const { method, path, body, isOpen, isOperators } of operations) {
      if (!body || isOpen) continue
      const address = path.replace(':videoId', 'x').replace(':openid', 'oNobody')
      const { status } = await (isOperators
        ? service.call(method, address, { headers: adminHeaders })
        : user.call(method, address))
      const { requestBody } = described(method, path.replace(/:(\w+)/g, '{$1}'))
      expect(requestBody?.required, `${method} ${path}`).toBe(status === 415)
    }
  })
})
