import { createHash } from 'node:crypto'
import { afterEach, expect } from 'vitest'
import type { UploadFile, UploadState, UploadTask } from '../miniprogram/uploader/index'
import { generator } from './generator'
import type { Sent } from './phone-requests'
import { World, type WorldOptions } from './world'

/** Bytes of OSS's smallest part. */
export const UNIT = 100 * 1024

/** Bytes that differ from place to place and from file to file. */
export function bytesOf(units: number, seed = 1): Uint8Array {
  return Uint8Array.from(
    { length: Math.round(units * UNIT) },
    (_, i) => Math.imul(i + seed * 7919, 2_654_435_761) >>> 13,
  )
}

/** A world for each test, with parts of 100 KiB, and words to speak of it. */
export function useWorld() {
  let world: World | undefined
  afterEach(() => world?.stop())

  const test = {
    get world(): World {
      if (!world) throw new Error('The world has not been started.')
      return world
    },

    async start(options: WorldOptions = {}): Promise<World> {
      const uploader = { partSize: { start: UNIT, largest: UNIT }, ...options.uploader }
      world = await World.start({ random: generator(1), ...options, uploader })
      return world
    },

    /** Begins the upload of a new temp file. */
    upload(bytes: Uint8Array, more: Partial<UploadFile> = {}, path = 'wxfile://tmp_a.mp4'): UploadTask {
      return test.world.uploader.upload({ ...test.world.put(path, bytes), ...more })
    },

    /** Lets time pass until the task is in this state. */
    async reach(task: UploadTask, ...states: UploadState[]): Promise<void> {
      await test.world.pass(() => states.includes(task.snapshot.state))
      if (!states.includes(task.snapshot.state))
        throw new Error(`It stays ${task.snapshot.state}: ${task.snapshot.error}`)
    },

    /** Lets time pass until this many parts of the task have arrived. */
    async sendParts(task: UploadTask, parts: number): Promise<void> {
      await test.world.pass(() => (task.snapshot.progress?.uploadedBytes ?? 0) >= parts * UNIT)
    },

    calls: (operation: string) => test.world.cloud.cloud.calls.get(operation) ?? 0,

    sent: (matches: (request: Sent['request']) => boolean) =>
      test.world.phone.sent.filter(({ request }) => matches(request)),

    /** Holds that the bytes arrived, each part sent once. */
    async expectStored(task: UploadTask, bytes: Uint8Array, sentParts = Math.ceil(bytes.length / UNIT)): Promise<void> {
      expect(task.snapshot.error).toBeUndefined()
      expect(task.snapshot.state).toBe('success')
      const { cloud } = test.world.cloud
      const video = cloud.videos.get(task.snapshot.videoId ?? '')
      expect(await cloud.objects.describe(video?.bucket ?? '', video?.key ?? '')).toMatchObject({
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
      expect(test.calls('UploadPart')).toBe(sentParts)
    },

    fault: (...rule: Parameters<World['cloud']['cloud']['faults']['add']>) =>
      test.world.cloud.cloud.faults.add(...rule),
  }
  return test
}

export const isPart = ({ method }: Sent['request']) => method === 'PUT'
export const isAbort = ({ method }: Sent['request']) => method === 'DELETE'
