import type { Texts } from '../i18n/index'
import type { ServiceSettings } from '../service/settings'
import type { CloudVideo, VideoChanges } from '../service/videos'
import { fitTitle } from './file-name'

/** What stands in the fields. */
export interface Fields {
  title: string
  description: string
  /** With commas between them. */
  tags: string
  /** Empty: none. */
  categoryId: string
}

export const NO_FIELDS: Fields = { title: '', description: '', tags: '', categoryId: '' }

export type Limits = ServiceSettings['limits']

export function fieldsOf({
  title,
  description,
  tags,
  categoryId,
}: Omit<Fields, 'tags'> & Pick<CloudVideo, 'tags'>): Fields {
  return { title, description, tags: tags.join(', '), categoryId }
}

/** Each once, in their order. */
function readTags(text: string): string[] {
  const tags = text.split(/[,，、;；\n]/).map((tag) => tag.trim())
  return [...new Set(tags)].filter((tag) => tag !== '')
}

/** Characters as VOD counts them: an emoji is one. */
export function countOf(text: string): number {
  return Array.from(text.trim()).length
}

/** What has to be mended before it can be saved, by field; empty texts where all is well. */
export function problemsOf(fields: Fields, limits: Limits, t: Texts): Record<'title' | 'description' | 'tags', string> {
  const tags = readTags(fields.tags)
  const tooLong = (text: string, limit: number) => (countOf(text) > limit ? t.tooLong(limit) : '')
  const longTag = tags.some((tag) => countOf(tag) > limits.tagCharacters) ? t.tagTooLong(limits.tagCharacters) : ''
  return {
    title: countOf(fields.title) === 0 ? t.titleMissing : tooLong(fields.title, limits.titleCharacters),
    description: tooLong(fields.description, limits.descriptionCharacters),
    tags: tags.length > limits.tags ? t.tooManyTags(limits.tags) : longTag,
  }
}

/** What the user has changed. */
export function changesOf(before: Fields, after: Fields): VideoChanges {
  const [tagsBefore, tags] = [readTags(before.tags), readTags(after.tags)]
  const title = fitTitle(after.title)
  const description = after.description.trim()
  return {
    ...(title !== fitTitle(before.title) && { title }),
    ...(description !== before.description.trim() && { description }),
    ...(tags.join('\n') !== tagsBefore.join('\n') && { tags }),
    ...(after.categoryId !== before.categoryId && { categoryId: after.categoryId || null }),
  }
}
