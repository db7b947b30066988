import { numberOf, objectOf, textOf } from '../wechat/values'
import type { Answer } from './answer'

export interface Category {
  id: string
  name: string
}

/** What the operator allows and offers. */
export interface ServiceSettings {
  /** Infinity where nothing is known of one. */
  limits: {
    /** Of one file. */
    maxBytes: number
    /** Of one video. */
    maxSeconds: number
    /** Of a day. */
    dailyUploads: number
    dailyBytes: number
    titleCharacters: number
    descriptionCharacters: number
    tags: number
    tagCharacters: number
  }
  /** Of this day; Infinity where it is not known. */
  left: { uploads: number; bytes: number }
  /** When the next day begins, milliseconds since 1970; 0 where it is not known. */
  resetsAt: number
  categories: Category[]
  /** Videos are looked at before others can see them. */
  review: boolean
  covers: boolean
  shares: boolean
  reports: boolean
  /** Templates of the subscription messages that can be sent, for wx.requestSubscribeMessage. */
  messages: string[]
}

/** VOD's own. Source: CreateUploadVideo, "Request parameters". */
const VOD_LIMITS = { titleCharacters: 128, descriptionCharacters: 1024, tags: 16, tagCharacters: 32 }

/** Reads an answer to `GET /settings`, or what was kept of one. */
export function readSettings(given: unknown): ServiceSettings {
  const answer = objectOf(given) as Answer
  const limits = objectOf(answer.limits) as Answer
  const left = objectOf(answer.left) as Answer
  return {
    limits: {
      maxBytes: limitOf(limits.maxBytes),
      maxSeconds: limitOf(limits.maxSeconds),
      dailyUploads: limitOf(limits.dailyUploads),
      dailyBytes: limitOf(limits.dailyBytes),
      titleCharacters: numberOf(limits.titleCharacters) || VOD_LIMITS.titleCharacters,
      descriptionCharacters: numberOf(limits.descriptionCharacters) || VOD_LIMITS.descriptionCharacters,
      tags: numberOf(limits.tags) || VOD_LIMITS.tags,
      tagCharacters: numberOf(limits.tagCharacters) || VOD_LIMITS.tagCharacters,
    },
    left: { uploads: leftOf(left.uploads), bytes: leftOf(left.bytes) },
    resetsAt: typeof answer.resetsAt === 'number' ? answer.resetsAt : numberOf(Date.parse(textOf(answer.resetsAt))),
    categories: listOf(answer.categories).flatMap(readCategory),
    review: answer.review === true,
    covers: answer.covers === true,
    shares: answer.shares === true,
    reports: answer.reports === true,
    messages: listOf(answer.messages).filter((id) => typeof id === 'string' && id !== '') as string[],
  }
}

function readCategory(given: unknown): Category[] {
  const { id, name } = objectOf(given) as Answer
  const text = typeof id === 'number' ? String(id) : textOf(id)
  return text === '' || textOf(name) === '' ? [] : [{ id: text, name: textOf(name) }]
}

function limitOf(value: unknown): number {
  return numberOf(value) || Number.POSITIVE_INFINITY
}

/** Unlike a limit, what is left may be nothing. */
function leftOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : Number.POSITIVE_INFINITY
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
