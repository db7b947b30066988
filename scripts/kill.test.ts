import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../emulator/server'
import { projectRoot } from './project-root'
import { bundleForNode } from './stack/bundle-for-node'
import { demoSettings } from './stack/demo-settings'
import { type NodeService, startNodeService } from './test-support/node-service'

const CALLBACK = { VOD_CALLBACK_URL: 'http://localhost/vod/events', VOD_CALLBACK_KEY: 'Callback1' }
const KILLS = 5
/** Clients that call all the time, each on its own. */
const CLIENTS = 4
/** Acknowledgements after which the service is killed, in the middle of what the clients do next. */
const ACKNOWLEDGED_A_ROUND = 15

const directory = await mkdtemp(join(tmpdir(), 'wevod-kill-'))
const emulator = await startEmulator({ directory: join(directory, 'emulator') })
const { file } = await bundleForNode(projectRoot, join(directory, 'dist'))
const env = {
  ...demoSettings(emulator.url),
  ...CALLBACK,
  PORT: '0',
  DATABASE: join(directory, 'db.sqlite'),
  DAILY_UPLOADS: '1000000',
  CALLS_PER_MINUTE_USER: '1000000',
}

afterAll(async () => {
  await emulator.close()
  await rm(directory, { recursive: true })
})

const start = () => startNodeService(file, { cwd: directory, env })

function sign(): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const text = `${CALLBACK.VOD_CALLBACK_URL}|${timestamp}|${CALLBACK.VOD_CALLBACK_KEY}`
  return { 'x-vod-timestamp': timestamp, 'x-vod-signature': createHash('md5').update(text).digest('hex') }
}

/** What a user was told: this video is yours, it has this size, it is deleted. */
interface Acknowledged {
  size?: number
  isDeleted?: boolean
}

/** Uploads, sizes announced by VOD, and deletions, until the service is gone. Keeps what was acknowledged. */
async function work(service: NodeService, authorization: string, told: Map<string, Acknowledged>, count: () => void) {
  const headers = { authorization }
  for (let size = 1; ; size++) {
    const made = await service.call('POST', '/uploads', { fileName: 'v.mp4', fileSize: 1, title: 'x' }, headers)
    if (made.status !== 200) throw new Error(`POST /uploads: ${made.status} ${made.json.code}`)
    const videoId = made.json.videoId as string
    const said: Acknowledged = {}
    told.set(videoId, said)
    count()
    const event = {
      EventType: 'FileUploadComplete',
      EventTime: new Date().toISOString(),
      VideoId: videoId,
      Status: 'success',
      Size: size,
    }
    if ((await service.call('POST', '/vod/events', event, sign())).status === 200) said.size = size
    count()
    if (size % 3 !== 0) continue
    // From here on it may be gone, whether the answer comes or not.
    told.delete(videoId)
    if ((await service.call('DELETE', `/videos/${videoId}`, undefined, headers)).status !== 200) continue
    told.set(videoId, { isDeleted: true })
    count()
  }
}

test(`kill -9, ${KILLS} times under load: whatever was acknowledged is there afterwards`, async () => {
  const told = Array.from({ length: CLIENTS }, () => new Map<string, Acknowledged>())
  for (let round = 0; round <= KILLS; round++) {
    const service = await start()
    const sessions = await Promise.all(
      told.map(async (_, i) => {
        const { json } = await service.call('POST', '/session', { code: `dev-user${i}-${round}` })
        return `Bearer ${json.token}`
      }),
    )
    for (const [i, videos] of told.entries()) await expectAll(service, sessions[i] ?? '', videos)
    if (round === KILLS) {
      service.child.kill('SIGTERM')
      expect(await service.ended).toBe(0)
      break
    }
    let acknowledged = 0
    const count = () => {
      if (++acknowledged === ACKNOWLEDGED_A_ROUND) service.child.kill('SIGKILL')
    }
    // Each client ends with the connection that breaks.
    const ends = await Promise.allSettled(told.map((videos, i) => work(service, sessions[i] ?? '', videos, count)))
    for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } })
    expect(await service.ended).toBe('SIGKILL')
  }
  expect(told.reduce((sum, videos) => sum + videos.size, 0)).toBeGreaterThan(KILLS * 4)
})

/** The user's list holds all that was acknowledged, as it was. */
async function expectAll(service: NodeService, authorization: string, told: Map<string, Acknowledged>) {
  const listed = new Map<string, Record<string, unknown>>()
  let cursor = ''
  do {
    const { json } = await service.call('GET', `/videos?limit=100${cursor}`, undefined, { authorization })
    for (const video of json.videos as Record<string, unknown>[]) listed.set(video.videoId as string, video)
    cursor = json.nextCursor === undefined ? '' : `&cursor=${json.nextCursor}`
  } while (cursor !== '')
  for (const [videoId, { size, isDeleted }] of told) {
    const video = listed.get(videoId)
    if (isDeleted) expect(video).toBeUndefined()
    else expect(video).toMatchObject(size === undefined ? { videoId } : { videoId, size, status: 'UploadSucc' })
  }
}
