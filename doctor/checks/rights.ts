import { randomBytes } from 'node:crypto'
import type { AccessKey } from '../../server/cloud/access-key'
import type { Check } from '../check'
import type { Fields } from '../clouds/alibaba'
import { isForbidden, isPassing, Refusal } from '../clouds/refusal'
import { type Context, given } from '../context'
import { explainRefusal } from '../explain-refusal'
import type { Probe } from '../finding'
import { roleOf } from '../policies'
import { assumeRole } from './assume-role'
import { PROBE_TITLE } from './vod'

/** An id that VOD has never given to anybody: calls about it change nothing. */
const nobodysVideo = () => randomBytes(16).toString('hex')

/** Life of a token that acts as the role without a session policy, seconds: the shortest that STS gives. */
const SHORTEST_S = '900'

type Tried = { action: string; refusal: Refusal | undefined; answer: Fields | undefined }

/**
 * Tries an action with a key. VOD asks RAM before it looks at what is asked for, so that a refusal of any other kind shows
 * that the right is there: most of these calls are made to be refused.
 * Rejects where nothing can be told: throttled, failed, no answer.
 */
async function attempt(
  { call }: Context,
  action: string,
  parameters: Record<string, string>,
  key: AccessKey,
): Promise<Tried> {
  try {
    return { action, refusal: undefined, answer: await call('VOD', action, parameters, key) }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === undefined || isPassing(error) || !isVerdict(error)) throw error
    return { action, refusal: error, answer: undefined }
  }
}

/** Whether VOD has judged the call, and not its key, clock or subscription. */
function isVerdict({ code = '' }: Refusal): boolean {
  return !/^(InvalidAccessKeyId|InvalidSecurityToken|MissingSecurityToken|SignatureDoesNotMatch|InvalidTimeStamp|OperationDenied|InvalidApi)/.test(
    code,
  )
}

/** A user's token: may create a video, what TOKEN_EXTRA_ACTIONS offers, and nothing else. */
export const tokenRights: Check = {
  id: 'session-policy',
  needs: ['session-seconds', 'vod'],
  uses: ['vod'],
  async run(context, found) {
    const { texts, settings } = context
    const token = given(found.assumed, 'assumed') as AccessKey
    const offered = settings.sts.extraActions
    const refresh = await attempt(context, 'RefreshUploadVideo', { VideoId: nobodysVideo() }, token)
    const mayRefresh = offered.includes('RefreshUploadVideo')
    const [forbidden, ...extra] = await Promise.all([
      mayRefresh ? attempt(context, 'GetVideoInfo', { VideoId: nobodysVideo() }, token) : refresh,
      ...(offered.includes('CreateUploadImage') ? [attempt(context, 'CreateUploadImage', NO_IMAGE, token)] : []),
    ])
    if (forbidden && !isForbidden(forbidden.refusal)) {
      return { status: 'failed', ...texts.role.policyIgnored(forbidden.action) }
    }
    const missing = [...extra, ...(mayRefresh ? [refresh] : [])].filter(({ refusal }) => isForbidden(refusal))
    const created = { action: 'CreateUploadVideo', refusal: found.tokenRefused }
    const lacks = [...(found.tokenRefused ? [created] : []), ...missing]
    if (lacks[0]?.refusal) {
      const { roleName } = roleOf(settings.sts.roleArn)
      const actions = lacks.map(({ action }) => action)
      return { status: 'failed', ...explainRefusal(lacks[0].refusal, context), ...texts.role.lacks(roleName, actions) }
    }
    return { status: 'ok', detail: texts.role.narrowed(['CreateUploadVideo', ...offered], forbidden?.action ?? '') }
  },
}

/**
 * The role itself, assumed without a policy: whoever finds a way around the session policy has what it has. A call about a
 * video that does not exist says Forbidden.RAM, and not that there is no such video.
 */
export const roleRights: Check = {
  id: 'role',
  needs: ['session-seconds', 'vod'],
  uses: ['sts', 'vod'],
  async run(context) {
    const { texts, settings } = context
    const key = await assumeRole(context, { DurationSeconds: SHORTEST_S })
    const tried = await Promise.all([
      attempt(context, 'GetVideoInfo', { VideoId: nobodysVideo() }, key),
      attempt(context, 'DeleteVideo', { VideoIds: nobodysVideo() }, key),
    ])
    const allowed = tried.filter(({ refusal }) => !isForbidden(refusal)).map(({ action }) => action)
    const { roleName } = roleOf(settings.sts.roleArn)
    const needed = ['CreateUploadVideo', ...settings.sts.extraActions]
    if (allowed.length > 0) return { status: 'failed', ...texts.role.tooWide(roleName, allowed, needed) }
    return { status: 'ok', detail: texts.role.narrow(roleName) }
  },
}

/** No picture has such a type: nothing is made. */
const NO_IMAGE = { ImageType: 'doctor' }

/** What the service does at VOD by its own key, each tried in a way that changes nothing but the probe. */
export const serviceRights: Check = {
  id: 'service-rights',
  needs: ['vod'],
  uses: ['vod'],
  async run(context, { probes = [] }) {
    const { texts, settings, accessKey } = context
    const key = await accessKey()
    const VideoId = probes[0]?.videoId ?? nobodysVideo()
    const audit = JSON.stringify([{ VideoId: nobodysVideo(), Status: 'Normal' }])
    const calls: [action: string, parameters: Record<string, string>][] = [
      ['CreateUploadVideo', { Title: PROBE_TITLE, FileName: 'wevod-doctor.none' }],
      ['RefreshUploadVideo', { VideoId }],
      ['GetVideoInfo', { VideoId }],
      ['GetPlayInfo', { VideoId }],
      ['UpdateVideoInfo', { VideoId, Title: PROBE_TITLE }],
      ...(settings.covers ? [['CreateUploadImage', NO_IMAGE] as [string, Record<string, string>]] : []),
      ...(settings.enforceAtVod === 'report'
        ? []
        : [['CreateAudit', { AuditContent: audit }] as [string, Record<string, string>]]),
    ]
    const tried = await Promise.all(calls.map(([action, parameters]) => attempt(context, action, parameters, key)))
    const answerTo = (action: string) => tried.find((one) => one.action === action)?.answer
    const info = answerTo('GetVideoInfo')?.Video as Fields | undefined
    const made = answerTo('CreateUploadVideo')?.VideoId
    const more: Probe[] = typeof made === 'string' ? [{ videoId: made, title: PROBE_TITLE }] : []
    const infoForbidden = isForbidden(tried.find(({ action }) => action === 'GetVideoInfo')?.refusal)
    const found = { probes: [...probes, ...more], infoForbidden, ...(info && { info }) }
    const missing = tried.filter(({ refusal }) => isForbidden(refusal))
    const [first] = missing
    if (!first?.refusal)
      return { status: 'ok', detail: texts.role.serviceMay(tried.map(({ action }) => action)), found }
    const actions = missing.map(({ action }) => action)
    return { status: 'failed', ...explainRefusal(first.refusal, context), ...texts.role.serviceLacks(actions), found }
  },
}
