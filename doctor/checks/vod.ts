import type { AccessKey } from '../../server/cloud/access-key'
import { uploadMarks } from '../../server/users/upload-mark'
import type { Check, Verdict } from '../check'
import { type Fields, text } from '../clouds/alibaba'
import { isForbidden, Refusal } from '../clouds/refusal'
import { type Context, given } from '../context'
import { explainRefusal } from '../explain-refusal'
import type { Probe } from '../finding'
import { SESSION } from './assume-role'

/** Of the probe at VOD; whoever finds it in the console knows what it is. */
export const PROBE_TITLE = 'wevod doctor'

/** What VOD refuses once it is active: these speak of where and how the video is to be made. */
const OF_THE_UPLOAD =
  /^(Invalid(Storage|TemplateGroupId|Workflow\w*|CateId|AppId|Parameter)|TagsExceededMax|LengthExceededMax)/

/**
 * Whether VOD is active: a probe is made as a phone makes a video, with a user's token and all that the service sets. Where
 * the token may not, the service's own key makes it, so that the other checks can go on.
 */
export const vod: Check = {
  id: 'vod',
  needs: ['session-seconds'],
  uses: ['vod'],
  async run(context, found) {
    const { texts, settings, accessKey } = context
    const token = given(found.assumed, 'assumed') as AccessKey
    let created = await createProbe(context, token)
    const refused = isForbidden(created) ? { tokenRefused: created } : {}
    if (isForbidden(created)) created = await createProbe(context, await accessKey())
    if (created instanceof Refusal && !OF_THE_UPLOAD.test(created.code ?? '')) {
      // Neither may make one: the checks of their rights say so, and whether VOD is active nobody has told.
      if (isForbidden(created)) return { status: 'ok', detail: texts.vod.answers, found: refused }
      throw created
    }
    const probes = created instanceof Refusal ? [] : probeOf(created)
    return { status: 'ok', detail: texts.vod.active(settings.region), found: { created, probes, ...refused } }
  },
}

/** Whether there is a place for files in the region. */
export const storage: Check = {
  id: 'storage',
  needs: ['vod'],
  async run(context, { created }) {
    const { texts, settings } = context
    if (created === undefined) return { status: 'skipped', cause: texts.vod.notMade }
    if (!(created instanceof Refusal) || !created.code?.startsWith('InvalidStorage')) {
      return { status: 'ok', detail: settings.region }
    }
    const location = settings.uploadDefaults.StorageLocation
    const explanation = location ? texts.vod.wrongStorage(location) : texts.vod.noStorage(settings.region)
    return { status: 'failed', ...explainRefusal(created, context), ...explanation }
  },
}

/** What the settings have VOD do with each upload: template group, workflow, category, tags, application. */
export const uploadSettings: Check = {
  id: 'upload-settings',
  needs: ['storage'],
  async run(context, { created }) {
    const { texts, settings } = context
    if (created === undefined) return { status: 'skipped', cause: texts.vod.notMade }
    if (!(created instanceof Refusal)) {
      const used = Object.keys(settings.uploadDefaults)
      return { status: 'ok', detail: texts.vod.uploadSettingsTaken(used) }
    }
    return {
      status: 'failed',
      ...explainRefusal(created, context),
      ...texts.vod.uploadSettingsRefused(created.code ?? '', created.said),
    }
  },
}

/** Deletes what was made. Where the right is missing that is named, since it may be wanted. */
export const probe: Check = {
  id: 'probe',
  needs: ['vod'],
  async run(context, { probes = [] }): Promise<Verdict> {
    const { texts, settings, call, accessKey } = context
    if (probes.length === 0) return { status: 'skipped', cause: texts.vod.noProbe }
    try {
      await call('VOD', 'DeleteVideo', { VideoIds: probes.map(({ videoId }) => videoId).join() }, await accessKey())
      return { status: 'ok', detail: texts.vod.probeDeleted(probes), found: { probes: [] } }
    } catch (error) {
      if (!isForbidden(error)) {
        if (error instanceof Refusal) {
          const { cause, fix, ...evidence } = explainRefusal(error, context)
          return { status: 'warning', cause: `${texts.vod.probeLeft(probes)} ${cause}`, fix, ...evidence }
        }
        throw error
      }
      const needs = [settings.deleteAtVod && 'DELETE_AT_VOD', settings.enforceAtVod !== 'report' && 'ENFORCE_AT_VOD']
      const names = needs.filter((name) => name !== false)
      const { code, requestId } = explainRefusal(error, context)
      const evidence = { ...(code !== undefined && { code }), ...(requestId !== undefined && { requestId }) }
      return names.length > 0
        ? { status: 'failed', ...texts.vod.mayNotDelete(probes, names), ...evidence }
        : { status: 'warning', ...texts.vod.leftBehind(probes), ...evidence }
    }
  },
}

async function createProbe(context: Context, key: AccessKey): Promise<Fields | Refusal> {
  const { settings, call } = context
  const parameters = {
    ...settings.uploadDefaults,
    Title: PROBE_TITLE,
    FileName: 'wevod-doctor.mp4',
    UserData: await uploadMarks(settings.sessionKeys).userDataFor(SESSION),
  }
  try {
    return await call('VOD', 'CreateUploadVideo', parameters, key)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function probeOf({ VideoId }: Fields): Probe[] {
  const videoId = text(VideoId)
  return videoId === undefined ? [] : [{ videoId, title: PROBE_TITLE }]
}
