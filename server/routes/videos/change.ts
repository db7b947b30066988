import * as v from 'valibot'
import type { VideoChanges } from '../../cloud/vod'
import { TAGS_MAX } from '../../cloud/vod-limits'
import { readJson } from '../../http/body'
import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import { tellAtOnce } from '../../messages/send-messages'
import { Problem } from '../../problem'
import type { Service } from '../../service'
import type { Settings } from '../../settings/settings'
import { expectAcceptable } from '../../video/expect-acceptable'
import type { Details } from '../../video/video'
import { descriptionSchema, tagsSchema, titleSchema } from '../uploads/fields'
import { openCover } from './cover'

export const changesSchema = v.strictObject({
  title: v.exactOptional(titleSchema),
  description: v.exactOptional(descriptionSchema),
  tags: v.exactOptional(tagsSchema),
  categoryId: v.exactOptional(v.nullable(v.pipe(v.string(), v.regex(/^\d{1,18}$/)))),
  cover: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[\w-]{1,2048}$/), v.description('Of POST /videos/:videoId/cover')),
  ),
  notify: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description('The user has accepted one message, to be sent when the video is ready, or refused'),
    ),
  ),
})

/**
 * `PATCH /videos/:videoId {title, description, tags, categoryId, cover, notify}` (Bearer), or POST → the video: changes
 * what its user says of it, at VOD and here. Whatever is left out stays as it is. VOD first: what it refuses is not kept
 * here either, and where the rest fails, the call can be made again.
 */
export function changeVideoRoute(service: Service): CallHandler {
  const { vod, videos, messages, settings, keepAlive, now } = service
  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    const { cover, notify, ...said } = await readJson(c, changesSchema)
    if (!(await videos.find(videoId, openid))) throw videoNotFound()
    await expectAcceptable(service, c, openid, said.title, said.description, said.tags?.join(' '))
    const details = {
      ...said,
      ...(cover !== undefined && { coverUrl: await openCover(service, cover, openid, videoId) }),
    }
    const changes = toVod(details, settings)
    if (Object.keys(changes).length > 0) {
      c.set('upstreamRequestId', (await vod.updateVideoInfo(videoId, changes)).requestId)
    }
    await videos.change(videoId, openid, details, now())
    if (notify !== undefined && settings.messages) {
      await messages.want(videoId, openid, notify, now())
      // It may have come to its end before.
      keepAlive(c, tellAtOnce(service, videoId))
    }
    const video = await videos.find(videoId, openid)
    if (!video) throw videoNotFound('it was deleted in this moment')
    return c.json({ ...video, serverTime: new Date(now()).toISOString() })
  })
}

/**
 * What the operator sets for all videos stays: its tags stand before the user's, and its category comes back where the
 * user takes the chosen one away. Without one VOD keeps the last: how to take it away there is not documented.
 * @throws {Problem} details_refused
 */
function toVod({ title, description, tags, categoryId, coverUrl }: Details, settings: Settings): VideoChanges {
  const { categories, uploadDefaults } = settings
  const allTags = tags && [...new Set([...settings.tags, ...tags])]
  if (allTags && allTags.length > TAGS_MAX) {
    throw new Problem('details_refused', `A video may have ${TAGS_MAX - settings.tags.length} tags.`)
  }
  if (categoryId && !categories.some(({ id }) => id === categoryId)) {
    throw new Problem('details_refused', 'There is no such category.')
  }
  const category = categoryId === null ? uploadDefaults.CateId : categoryId
  return {
    ...(title !== undefined && { Title: title }),
    ...(description !== undefined && { Description: description }),
    ...(allTags && { Tags: allTags.join() }),
    ...(category !== undefined && { CateId: category }),
    ...(coverUrl !== undefined && { CoverURL: coverUrl }),
  }
}
