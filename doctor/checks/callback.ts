import { createHash } from 'node:crypto'
import { EVENTS_PATH } from '../../server/http/paths'
import { isLoopback } from '../../server/settings/fields'
import type { Check } from '../check'
import { type Fields, readJson, text } from '../clouds/alibaba'
import { isForbidden, Refusal } from '../clouds/refusal'
import { shownUrl } from '../texts/written'

/** Notifications without which the service learns nothing of a video but by asking. */
const WANTED = [
  'FileUploadComplete',
  'VideoAnalysisComplete',
  'SnapshotComplete',
  'TranscodeComplete',
  'DeleteMediaComplete',
]
const WANTED_WITH_REVIEW = ['AIMediaAuditComplete', 'CreateAuditComplete']

/** What VOD's own callback settings hold, compared with the service's. */
export const vodCallback: Check = {
  id: 'vod-callback',
  needs: ['vod'],
  uses: ['vod'],
  async run({ texts, settings, call, accessKey }) {
    const { callback, review, uploadDefaults } = settings
    if (!callback) return { status: 'skipped', cause: texts.callback.notWanted }
    let set: Fields
    try {
      const { AppId } = uploadDefaults
      const answer = await call('VOD', 'GetMessageCallback', AppId ? { AppId } : {}, await accessKey())
      set = (answer.MessageCallback ?? {}) as Fields
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (isForbidden(error)) return { status: 'skipped', cause: texts.vod.mayNotSee('vod:GetMessageCallback') }
      if (!/^(?!InvalidApi).*(NotFound|NotExist)/.test(error.code ?? '')) throw error
      set = {}
    }
    const url = text(set.CallbackURL)
    if (text(set.CallbackType) === 'MNS') return { status: 'failed', ...texts.callback.byQueue(shownUrl(callback.url)) }
    if (url === undefined) return { status: 'failed', ...texts.callback.notSet(shownUrl(callback.url)) }
    if (url !== callback.url) {
      return {
        status: 'failed',
        ...texts.callback.otherUrl(shownUrl(url), shownUrl(callback.url)),
        found: { callbackDiffers: true },
      }
    }
    if (text(set.AuthSwitch) === 'off') return { status: 'failed', ...texts.callback.unsigned }
    const key = text(set.AuthKey)
    if (key !== undefined && !callback.keys.includes(key)) {
      return { status: 'failed', ...texts.callback.otherKey, found: { callbackDiffers: true } }
    }
    const sent = text(set.EventTypeList)?.split(/[\s,]+/) ?? []
    const wanted = [...WANTED, ...(review ? WANTED_WITH_REVIEW : [])]
    const missing = sent.includes('ALL') ? [] : wanted.filter((type) => !sent.includes(type))
    if (missing.length > 0) return { status: 'warning', ...texts.callback.notSent(missing) }
    if (isLoopback(url) && !isLoopback(settings.vod.endpoint)) {
      return { status: 'failed', ...texts.callback.unreachable(shownUrl(url)) }
    }
    return { status: 'ok', detail: shownUrl(url) }
  },
}

/** Of the service (server/vod-events/signature.ts), milliseconds. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000

/**
 * A notification as VOD would send it. Its type and its video are known to nobody and its time is always the same, so that
 * it changes nothing: the service keeps it as one event, however often it comes.
 */
const SELF_TEST = JSON.stringify({
  EventTime: '2020-01-01T00:00:00Z',
  EventType: 'WevodDoctor',
  VideoId: 'wevod-doctor',
  Status: 'success',
})

/** The way of a notification: sent to where VOD sends them, signed as VOD signs them. */
export const callback: Check = {
  id: 'callback',
  needs: ['service'],
  async run({ texts, settings, send, now, serviceUrl }, { skewMs = 0, serviceSkewMs = skewMs, callbackDiffers }) {
    const { callback } = settings
    if (!callback) return { status: 'skipped', cause: texts.callback.notWanted }
    const { url, keys } = callback
    if (!new URL(url).pathname.endsWith(EVENTS_PATH))
      return { status: 'failed', ...texts.callback.wrongPath(shownUrl(url)) }
    // By the service's own clock, which another check has judged; where that does not tell, by VOD's.
    const timestamp = String(Math.floor((now() + serviceSkewMs) / 1000))
    const signature = createHash('md5').update(`${url}|${timestamp}|${keys[0]}`).digest('hex')
    const answer = await send({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'x-vod-timestamp': timestamp,
        'x-vod-signature': signature,
      },
      body: SELF_TEST,
    })
    if (answer.status === 200 && readJson(answer.text).status === 'ok') {
      const isElsewhere = serviceUrl !== undefined && new URL(url).origin !== new URL(serviceUrl).origin
      if (isElsewhere) return { status: 'warning', ...texts.callback.elsewhere(shownUrl(url), serviceUrl) }
      return { status: 'ok', detail: texts.callback.arrives(shownUrl(url)) }
    }
    const code = text(readJson(answer.text).code)
    const requestId = answer.headers['x-request-id']
    const evidence = { code: code ?? `HTTP ${answer.status}`, ...(requestId !== undefined && { requestId }) }
    switch (code) {
      case 'event_signature_invalid':
        // These settings differ from VOD's, too: that is the cause, and has been named.
        if (callbackDiffers) return { status: 'skipped', because: 'vod-callback' }
        return { status: 'failed', ...texts.callback.keyDiffers, ...evidence }
      case 'event_out_of_time':
        if (Math.abs(skewMs) >= CLOCK_TOLERANCE_MS) return { status: 'skipped', because: 'clock' }
        return { status: 'failed', ...texts.service.clockOff(undefined), ...evidence }
      case 'not_found':
        return { status: 'failed', ...texts.callback.notServed, ...evidence }
      case 'store_unavailable':
        return { status: 'failed', ...texts.service.noDatabase, ...evidence }
      default:
        return { status: 'failed', ...texts.callback.refused(shownUrl(url), evidence.code), ...evidence }
    }
  },
}
