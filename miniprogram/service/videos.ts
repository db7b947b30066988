import { numberOf, objectOf, textOf, wholeCharacters } from '../wechat/values'
import { type Answer, malformedAnswer } from './answer'

/** A video of this user as the service has it. */
export interface CloudVideo {
  videoId: string
  title: string
  /** Empty where there is none. */
  description: string
  tags: string[]
  /** Empty where there is none. */
  categoryId: string
  /** Bytes: as declared, until VOD has counted. */
  size: number
  /** As VOD names it: `Uploading` until it has the file, `Normal` when it can be played. Others may come. */
  status: string
  /** Why it was blocked; empty where nobody has said. */
  reason: string
  /** Empty where there is none. */
  coverUrl: string
  /** Seconds; 0 where it is not known. */
  duration: number
  /** Milliseconds since 1970; 0 where it is not known. */
  createdAt: number
}

export interface VideosPage {
  videos: CloudVideo[]
  /** For the next page; undefined on the last one. */
  nextCursor: string | undefined
}

/** What is to be said of a video from now on. */
export interface VideoChanges {
  title?: string
  description?: string
  tags?: readonly string[]
  /** null: none. */
  categoryId?: string | null
  /** Of askForCover. */
  cover?: string
  /** The user has accepted one subscription message about it. */
  notify?: boolean
}

/** Undefined where it is not to be known which video that is, or what it is at. */
export function readVideo(given: unknown): CloudVideo | undefined {
  const { videoId, title, description, tags, categoryId, size, status, reason, coverUrl, duration, createdAt } =
    objectOf(given) as Answer
  if (textOf(videoId) === '' || textOf(status) === '') return undefined
  return {
    videoId: textOf(videoId),
    title: textOf(title),
    description: textOf(description),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    categoryId: textOf(categoryId),
    size: numberOf(size),
    status: textOf(status),
    reason: textOf(reason),
    coverUrl: textOf(coverUrl),
    duration: numberOf(duration),
    createdAt: numberOf(Date.parse(textOf(createdAt))),
  }
}

/** @throws {ServiceError} malformed_answer */
export function readVideos({ videos, nextCursor }: Answer): VideosPage {
  if (!Array.isArray(videos)) throw malformedAnswer(200)
  return { videos: videos.flatMap((video) => readVideo(video) ?? []), nextCursor: textOf(nextCursor) || undefined }
}

/** A text field that counts UTF-16 units may have cut a character in two. */
export function changesBody({ title, description, tags, ...rest }: VideoChanges): Readonly<Record<string, unknown>> {
  return {
    ...rest,
    ...(title !== undefined && { title: wholeCharacters(title) }),
    ...(description !== undefined && { description: wholeCharacters(description) }),
    ...(tags && { tags: tags.map(wholeCharacters) }),
  }
}
