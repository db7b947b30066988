import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../../test-support/emulator'
import { testService } from '../../test-support/service'
import { testUser } from '../../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

const users = async () => {
  const service = testService()
  return { alice: await testUser(service, 'alice'), bob: await testUser(service, 'bob') }
}

const calls = async () => (await emulator('GET', '/calls')) as Record<string, number>

describe('POST /uploads/:videoId/refresh', () => {
  it('gives the owner a new key for the same file', async () => {
    const { alice } = await users()
    const created = await alice.create()
    const { status, json } = await alice.refresh(created.json.videoId as string)
    expect(status).toBe(200)
    expect(Object.keys(json).sort()).toEqual(['serverTime', 'uploadAddress', 'uploadAuth', 'videoId'])
    expect(json.videoId).toBe(created.json.videoId)
    expect(json.uploadAddress).toBe(created.json.uploadAddress)
    expect(json.uploadAuth).not.toBe(created.json.uploadAuth)
  })

  it('works for a video that was made with an STS token', async () => {
    const { alice } = await users()
    expect((await alice.refresh(await alice.video())).status).toBe(200)
  })

  it("never asks VOD for somebody else's video, or one that nobody has registered", async () => {
    const { alice, bob } = await users()
    const unregistered = await alice.createAtVod()
    for (const videoId of [await alice.video(), unregistered, 'f'.repeat(32), 'x:y']) {
      const { status, json } = await bob.refresh(videoId)
      expect([status, json.code]).toEqual([404, 'video_not_found'])
    }
    expect((await alice.refresh(unregistered)).status).toBe(404)
    expect(await calls()).not.toHaveProperty('RefreshUploadVideo')
  })

  it('does not let a finished video be overwritten, by its owner either', async () => {
    const { alice } = await users()
    const videoId = await alice.video()
    await emulator('POST', `/videos/${videoId}/file`, 'bytes')
    const { status, json } = await alice.refresh(videoId)
    expect([status, json.code]).toEqual([409, 'video_not_uploading'])
    expect(await calls()).not.toHaveProperty('RefreshUploadVideo')
  })

  it('answers 404 for what its owner has deleted', async () => {
    const { alice } = await users()
    const videoId = await alice.video()
    await alice.remove(videoId)
    expect((await alice.refresh(videoId)).status).toBe(404)
  })
})
