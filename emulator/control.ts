import * as v from 'valibot'
import { accountChangesSchema } from './account-changes'
import type { Cloud } from './cloud'
import { CloudError } from './errors'
import type { Exchange } from './exchange'
import { faultRulesSchema } from './faults'
import { corsRulesSchema } from './oss/cors-rules'
import { switchesSchema } from './switches'
import { endTranscoding } from './vod/events/announce'
import { callbackSchema } from './vod/events/callback'
import { decide, statusOf } from './vod/review'
import { storeFile } from './vod/store-file'
import type { Video } from './vod/videos'

const reviewSchema = v.strictObject({ status: v.picklist(['Normal', 'Blocked']), reason: v.optional(v.string(), '') })

/** The control calls under `/_emulator/`: what arrived, what was called, and faults to set. JSON in and out. */
export async function handleControl(cloud: Cloud, exchange: Exchange): Promise<void> {
  const videoId = /^\/_emulator\/videos\/([^/]+)$/.exec(exchange.url.pathname)?.[1]
  if (videoId && exchange.method === 'GET') {
    return sendJson(exchange, await describe(cloud, findVideo(cloud, videoId)))
  }
  const told = /^\/_emulator\/videos\/([^/]+)\/(review|transcode)$/.exec(exchange.url.pathname)
  if (told?.[1] && exchange.method === 'POST') {
    const video = findVideo(cloud, told[1])
    if (told[2] === 'review') {
      const { status, reason } = await readJson(exchange, reviewSchema)
      if (video.status === 'Uploading') throw new CloudError(409, 'IllegalStatus', 'Its file has not arrived.')
      decide(cloud, video, status, reason)
    } else {
      const { ok } = await readJson(exchange, v.strictObject({ ok: v.boolean() }))
      if (video.status !== 'Transcoding') throw new CloudError(409, 'IllegalStatus', 'It is not being transcoded.')
      endTranscoding(cloud, video, ok)
    }
    return sendJson(exchange, await describe(cloud, video))
  }
  const filledId = /^\/_emulator\/videos\/([^/]+)\/file$/.exec(exchange.url.pathname)?.[1]
  if (filledId && exchange.method === 'POST') {
    await storeFile(cloud, findVideo(cloud, filledId), await exchange.readBody())
    return sendJson(exchange, { status: 'ok' })
  }
  switch (`${exchange.method} ${exchange.url.pathname}`) {
    case 'GET /_emulator/health':
      return sendJson(exchange, { status: 'ok' })
    case 'GET /_emulator/videos':
      return sendJson(exchange, await Promise.all(cloud.videos.all().map((video) => describe(cloud, video))))
    case 'GET /_emulator/calls':
      return sendJson(exchange, Object.fromEntries(cloud.calls))
    case 'GET /_emulator/switches':
      return sendJson(exchange, cloud.switches)
    case 'PUT /_emulator/switches':
    case 'PATCH /_emulator/switches':
      Object.assign(cloud.switches, await readJson(exchange, v.partial(switchesSchema)))
      return sendJson(exchange, cloud.switches)
    case 'GET /_emulator/account':
      return sendJson(exchange, cloud.account)
    case 'PATCH /_emulator/account':
      cloud.configure(await readJson(exchange, accountChangesSchema))
      return sendJson(exchange, cloud.account)
    case 'PUT /_emulator/cors':
      cloud.corsRules = await readJson(exchange, corsRulesSchema)
      return sendJson(exchange, cloud.corsRules)
    case 'PUT /_emulator/callback':
      cloud.outbox.callback = await readJson(exchange, callbackSchema)
      return sendJson(exchange, { status: 'ok' })
    case 'GET /_emulator/events':
      // Waits for what is on its way, so that nobody has to guess how long that takes.
      await cloud.outbox.idle()
      return sendJson(exchange, cloud.outbox.delivered)
    case 'GET /_emulator/messages':
      return sendJson(exchange, cloud.messages)
    case 'POST /_emulator/login-codes': {
      const { name } = await readJson(exchange, v.strictObject({ name: v.pipe(v.string(), v.minLength(1)) }))
      return sendJson(exchange, { code: cloud.loginCodes.issue(name, cloud.now()) })
    }
    case 'POST /_emulator/faults':
      cloud.faults.add(await readJson(exchange, faultRulesSchema))
      return sendJson(exchange, { status: 'ok' })
    case 'DELETE /_emulator/faults':
      cloud.faults.clear()
      return sendJson(exchange, { status: 'ok' })
    case 'POST /_emulator/reset':
      await cloud.reset()
      return sendJson(exchange, { status: 'ok' })
    default:
      throw new CloudError(404, 'NotFound', `The emulator has no ${exchange.method} ${exchange.url.pathname}.`)
  }
}

export function sendControlError(exchange: Exchange, error: CloudError): void {
  sendJson(exchange, { code: error.code, message: error.message }, error.status)
}

function findVideo(cloud: Cloud, videoId: string): Video {
  const video = cloud.videos.get(videoId)
  if (!video) throw new CloudError(404, 'NotFound', `There is no video ${videoId}.`)
  return video
}

async function describe(cloud: Cloud, video: Video) {
  const object = await cloud.objects.describe(video.bucket, video.key)
  const { videoId, title, description, tags, cateId, coverUrl, owner } = video
  return {
    videoId,
    title,
    description,
    tags,
    cateId,
    coverUrl,
    status: statusOf(video),
    size: object?.size ?? null,
    sha256: object?.sha256 ?? null,
    crc64: object?.crc64 ?? null,
    parts: object?.parts ?? 0,
    owner,
  }
}

async function readJson<S extends v.GenericSchema>(exchange: Exchange, schema: S): Promise<v.InferOutput<S>> {
  const text = (await exchange.readBody()).toString()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new CloudError(400, 'MalformedJson', `The body is not JSON: ${(cause as Error).message}`)
  }
  const result = v.safeParse(schema, json)
  if (!result.success) throw new CloudError(400, 'InvalidBody', v.summarize(result.issues))
  return result.output
}

function sendJson(exchange: Exchange, body: unknown, status = 200): void {
  exchange.send(status, { 'content-type': 'application/json' }, JSON.stringify(body))
}
