import { describe, expect, it } from 'vitest'
import type { HttpRequest, Ports } from './ports'
import { createUploader, type UploadChange } from './uploader'

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

/** An uploader whose storage is that of `user`, and a cloud that gives tokens and answers nothing else. */
function phone() {
  const kept = new Map<string, string>()
  const sent: HttpRequest[] = []
  const world = { user: 'a', awake: false, asked: 0 }
  const own = (key: string) => `${world.user}/${key}`
  const bytes = new Uint8Array(300_000)
  const ports: Ports = {
    http: {
      send(request) {
        sent.push(request)
        return { response: new Promise(() => undefined), abort: () => undefined }
      },
    },
    files: {
      open: async () => ({
        size: bytes.length,
        read: async (position, length) => bytes.slice(position, position + length).buffer as ArrayBuffer,
        close: async () => undefined,
      }),
    },
    storage: {
      get: (key) => kept.get(own(key)),
      set: (key, value) => void kept.set(own(key), value),
      remove: (key) => void kept.delete(own(key)),
    },
    keepScreenOn: (on) => {
      world.awake = on
    },
    now: Date.now,
    random: Math.random,
    setTimer(callback, ms) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  }
  const token = { accessKeyId: 'k', accessKeySecret: 's', securityToken: 't', region: 'cn-shanghai' }
  const uploader = createUploader({
    ports,
    vodUrl: 'https://vod.example',
    getAuth: async () => {
      world.asked++
      return { ...token, securityToken: `of ${world.user}`, expiration: '2099-01-01T00:00:00Z' }
    },
  })
  const heard: [id: string, change: UploadChange][] = []
  uploader.subscribe(({ id }, change) => heard.push([id, change]))
  const tokens = () => sent.map(({ url, body }) => /SecurityToken=([^&]*)/.exec(`${url}${body}`)?.[1] ?? url)
  return { uploader, world, kept, heard, sent, tokens }
}

describe('release', () => {
  it('forgets all tasks and stops them; nothing of them is canceled, and restore takes them up', async () => {
    const { uploader, world, kept, heard } = phone()
    const task = uploader.upload({ path: 'tmp/a.mp4', title: 'A' })
    await settled()
    expect(world.awake).toBe(true)
    const before = new Map(kept)
    uploader.release()
    expect([uploader.tasks, heard.at(-1), world.awake]).toEqual([[], [task.id, 'removed'], false])
    expect(task.running).toBe(false)
    await settled()
    expect(kept).toEqual(before)
    expect(uploader.restore().map(({ id }) => id)).toEqual([task.id])
  })

  it('lets nothing of the former tasks get into the storage of whoever comes next, nor the token', async () => {
    const { uploader, world, kept, tokens } = phone()
    const task = uploader.upload({ path: 'tmp/a.mp4', title: 'A' })
    await settled()
    uploader.release()
    world.user = 'b'
    task.pause()
    task.resume()
    task.start()
    await settled()
    expect([...kept.keys()].filter((key) => key.startsWith('b/'))).toEqual([])
    expect(uploader.restore()).toEqual([])
    uploader.upload({ path: 'tmp/b.mp4', title: 'B' })
    await settled()
    expect(world.asked).toBe(2)
    expect(tokens()).toHaveLength(2)
    world.user = 'a'
    expect(uploader.restore().map(({ id }) => id)).toEqual([task.id])
  })
})
