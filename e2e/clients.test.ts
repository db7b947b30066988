import { expect, it } from 'vitest'
import { clientsPage, codeBlocks, documentedClient } from './documented-client'
import { useTeamService } from './team-service'

// docs/en/clients.md: lines for an uploader that is not at hand, as far as they concern the service.

const service = useTeamService()

interface Asked {
  kind: 'create-video' | 'refresh-video' | 'create-image'
  file?: { name: string; size: number }
  videoId?: string
  meta?: { title?: string }
}
type GetAuth = (asked: Asked) => Promise<Record<string, string>>

/** Runs the lines with a stand-in for the SDK, which keeps what it is given. */
async function getAuthOfDocs(user: string): Promise<GetAuth> {
  const lines = await documentedClient('javascript-2')
  const run = new Function('SERVICE', 'getToken', 'createUploader', `return (async () => { ${lines} })()`)
  return new Promise((resolve, reject) => {
    const createUploader = ({ getAuth }: { getAuth: GetAuth }) => resolve(getAuth)
    ;(run(service.url, () => service.token(user), createUploader) as Promise<void>).catch(reject)
  })
}

const decode = (base64 = '') => JSON.parse(Buffer.from(base64, 'base64').toString()) as Record<string, unknown>

it('getAuth of docs/en/clients.md gives JavaScript 2 what it asks for, and the video to its user', async () => {
  const getAuth = await getAuthOfDocs('alice')
  const file = { name: '海边.mp4', size: 1000 }
  const created = await getAuth({ kind: 'create-video', file, meta: { title: 'Holiday' } })
  expect(Object.keys(created).sort()).toEqual(['UploadAddress', 'UploadAuth', 'VideoId'])
  expect(decode(created.UploadAddress)).toMatchObject({ Bucket: expect.any(String), FileName: expect.any(String) })
  expect(await service.videosOf('alice')).toMatchObject([{ videoId: created.VideoId, title: 'Holiday', size: 1000 }])
  expect(await service.videosOf('bob')).toEqual([])

  const videoId = created.VideoId ?? ''
  const renewed = await getAuth({ kind: 'refresh-video', file, videoId })
  expect(renewed).toMatchObject({ VideoId: videoId, UploadAddress: created.UploadAddress })
  expect(decode(renewed.UploadAuth).AccessKeyId).not.toBe(decode(created.UploadAuth).AccessKeyId)
})

it('getAuth of docs/en/clients.md fails with the code of the service, and how long to wait where that helps', async () => {
  const getAuth = await getAuthOfDocs('carol')
  const refused = getAuth({ kind: 'create-video', file: { name: 'a.txt', size: 1000 } })
  await expect(refused).rejects.toMatchObject({ code: 'file_type_refused', retryAfter: null })
  service.emulator.cloud.switches.vodCallsPerSecond = 1
  const several = [1, 2, 3].map(() => getAuth({ kind: 'create-video', file: { name: 'a.mp4', size: 1000 } }))
  const failed = (await Promise.allSettled(several)).find(({ status }) => status === 'rejected')
  expect(failed).toMatchObject({ reason: { code: 'vod_throttled', retryAfter: expect.stringMatching(/^\d+$/) } })
  await expect(getAuth({ kind: 'create-image' })).rejects.toThrow('POST /videos/:videoId/cover')
})

it('the page in Chinese has the same lines', async () => {
  const [english, chinese] = await Promise.all((['en', 'zh'] as const).map(clientsPage))
  expect(codeBlocks(english ?? '').length).toBeGreaterThan(5)
  expect(codeBlocks(chinese ?? '')).toEqual(codeBlocks(english ?? ''))
})
