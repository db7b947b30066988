import { createHash } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { World } from './world'

const PART = 100 * 1024
const PARTS = 220
const HOUR_MS = 3_600_000

let world: World
afterEach(() => world.stop())

it.each(['sts', 'mixed', 'credential'] as const)(
  'uploads for three hours with 15-minute tokens and 50-minute UploadAuths, each part once: %s',
  async (method) => {
    // 220 parts, one at a time, each of them 50 s long.
    world = await World.start({ method, uploader: { parallelParts: 1, partSize: { start: PART, largest: PART } } })
    const bytes = new Uint8Array(PARTS * PART).map((_, i) => (i * 2_654_435_761) >>> 13)
    world.phone.bytesPerSecond = PART / 50
    const startedAt = world.time.now()
    const task = world.uploader.upload(world.put('tmp/long.mp4', bytes))
    await world.pass(() => task.snapshot.state === 'success' || task.snapshot.state === 'error')
    expect(task.snapshot.error).toBeUndefined()
    expect(task.snapshot.state).toBe('success')
    expect(world.time.now() - startedAt).toBeGreaterThan(3 * HOUR_MS)
    const { cloud } = world.cloud
    expect(cloud.calls.get('UploadPart')).toBe(PARTS)
    expect(cloud.calls.get('CreateUploadVideo')).toBe(1)
    const [video] = cloud.videos.all()
    expect(await cloud.objects.describe(video?.bucket ?? '', video?.key ?? '')).toMatchObject({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      parts: PARTS,
    })
    // Every answer was a good one: the keys were renewed before their end, not after a refusal.
    expect(world.phone.sent.every(({ answer }) => answer?.status === 200)).toBe(true)
    const refreshes = world.service.asked.filter(({ kind }) => kind === 'refresh-video').length
    expect(refreshes).toBeGreaterThanOrEqual(3)
    expect(refreshes).toBeLessThanOrEqual(6)
  },
)
