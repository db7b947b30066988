import * as v from 'valibot'
import type { Position } from '../../store/videos'

/** `<milliseconds>.<video id>`. It names a place in the caller's own list, so it need not be secret. */
export const cursorSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}\.[\w-]{1,64}$/),
  v.transform((cursor): Position => {
    const dot = cursor.indexOf('.')
    return { createdAt: Number(cursor.slice(0, dot)), videoId: cursor.slice(dot + 1) }
  }),
)

export function toCursor({ createdAt, videoId }: { createdAt: string; videoId: string }): string {
  return `${Date.parse(createdAt)}.${videoId}`
}
