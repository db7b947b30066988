import { describe, expect, it } from 'vitest'
import { createCheckpoints, newCheckpoint } from './checkpoints'
import type { UploadTicket } from './vod/upload-ticket'

const ticket: UploadTicket = {
  videoId: 'v1',
  address: { endpoint: 'https://oss-cn-shanghai.aliyuncs.com', bucket: 'b', key: 'k' },
  auth: { accessKeyId: 'a', accessKeySecret: 's', securityToken: 't', region: 'cn-shanghai', expiresAt: 1 },
}

/** A storage for so many characters. */
function setUp(room = Number.POSITIVE_INFINITY) {
  const content = new Map<string, string>()
  const storage = {
    get: (key: string) => content.get(key),
    set: (key: string, value: string) => {
      const others = [...content].filter(([other]) => other !== key).reduce((sum, [, text]) => sum + text.length, 0)
      if (others + value.length > room) throw new Error('full')
      content.set(key, value)
    },
    remove: (key: string) => void content.delete(key),
  }
  return { content, checkpoints: createCheckpoints(storage) }
}

const sized = (id: string, characters: number) => ({
  ...newCheckpoint(id, { path: id }),
  parts: 'x'.repeat(characters),
})

describe('checkpoints', () => {
  it('come back in the order of their making, as they were saved last', () => {
    const { checkpoints } = setUp()
    const first = newCheckpoint('a', { path: 'tmp/a.mp4', title: '海边' })
    checkpoints.save(first)
    checkpoints.save(newCheckpoint('b', { path: 'tmp/b.mp4' }))
    checkpoints.save({ ...first, ticket, uploadId: 'U', parts: '1:5:00;', paused: true })
    expect(checkpoints.all()).toEqual([
      { ...first, ticket, uploadId: 'U', parts: '1:5:00;', paused: true },
      newCheckpoint('b', { path: 'tmp/b.mp4' }),
    ])
    checkpoints.remove('a')
    expect(checkpoints.all().map(({ id }) => id)).toEqual(['b'])
  })

  it('are fifty at most: the oldest go', () => {
    const { checkpoints, content } = setUp()
    for (let i = 0; i < 52; i++) checkpoints.save(newCheckpoint(`c${i}`, { path: 'x' }))
    const ids = checkpoints.all().map(({ id }) => id)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([50, 'c2', 'c51'])
    expect(content.size).toBe(51)
  })

  it('make room for a new one by the oldest', () => {
    const { checkpoints } = setUp(1000)
    for (const id of ['a', 'b', 'c']) expect(checkpoints.save(sized(id, 200))).toBe(true)
    expect(checkpoints.save(sized('d', 200))).toBe(true)
    const ids = checkpoints.all().map(({ id }) => id)
    expect(ids).toContain('d')
    expect(ids).not.toContain('a')
  })

  it('say so when there is no room at all, and leave the older one of the same video', () => {
    const { checkpoints } = setUp(600)
    const small = { ...sized('a', 10), ticket }
    expect(checkpoints.save(small)).toBe(true)
    expect(checkpoints.save({ ...small, parts: 'x'.repeat(1000) })).toBe(false)
    expect(checkpoints.all()).toEqual([small])
  })

  it('leave none behind that would have a second video made', () => {
    const { checkpoints } = setUp(200)
    expect(checkpoints.save(newCheckpoint('a', { path: 'x' }))).toBe(true)
    expect(checkpoints.save({ ...newCheckpoint('a', { path: 'x' }), ticket })).toBe(false)
    expect(checkpoints.all()).toEqual([])
  })

  it.each([
    ['another version', JSON.stringify({ ...newCheckpoint('a', { path: 'x' }), version: 2 })],
    ['something damaged', '{"version":1,'],
    ['something else', '[]'],
    ['nothing', undefined],
  ])('do not read %s, and drop it', (_, text) => {
    const { checkpoints, content } = setUp()
    checkpoints.save(newCheckpoint('a', { path: 'x' }))
    if (text === undefined) content.delete('wevod.upload.a')
    else content.set('wevod.upload.a', text)
    expect(checkpoints.all()).toEqual([])
    expect([...content]).toEqual([['wevod.uploads', '[]']])
  })

  it('are none where the storage fails', () => {
    const fail = () => {
      throw new Error('getStorageSync:fail')
    }
    const checkpoints = createCheckpoints({ get: fail, set: fail, remove: () => undefined })
    expect(checkpoints.save(newCheckpoint('a', { path: 'x' }))).toBe(false)
    expect(checkpoints.all()).toEqual([])
  })

  it('are kept where the storage gives null for what is not there', () => {
    const checkpoints = createCheckpoints({
      get: () => null as unknown as undefined,
      set: () => undefined,
      remove: () => undefined,
    })
    expect(checkpoints.save(newCheckpoint('a', { path: 'p' }))).toBe(true)
  })

  it('are none where the platform keeps nothing', () => {
    const checkpoints = createCheckpoints(undefined)
    expect(checkpoints.save(newCheckpoint('a', { path: 'x' }))).toBe(false)
    expect(checkpoints.all()).toEqual([])
  })
})
