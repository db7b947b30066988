import type { Texts } from '../i18n/index'
import type { ServiceSettings } from '../service/settings'
import type { CloudVideo, VideoChanges } from '../service/videos'
import { countCharacters, fitTitle, plainLines, plainText, refusedCharacters } from './file-name'

/** What stands in the fields, as it was typed. */
export interface Fields {
  title: string
  description: string
  /** With commas between them. */
  tags: string
  /** Empty: none. */
  categoryId: string
}

export const NO_FIELDS: Fields = { title: '', description: '', tags: '', categoryId: '' }

export type FieldLimits = Pick<
  ServiceSettings['limits'],
  'titleCharacters' | 'descriptionCharacters' | 'tags' | 'tagCharacters'
>

/** The fields as a video has them. */
export function fieldsOf({
  title,
  description,
  tags,
  categoryId,
}: Omit<Fields, 'tags'> & Pick<CloudVideo, 'tags'>): Fields {
  return { title, description, tags: tags.join(', '), categoryId }
}

/** VOD's own, for as long as the service has said nothing. Source: CreateUploadVideo, "Request parameters". */
export const VOD_LIMITS: FieldLimits = {
  titleCharacters: 128,
  descriptionCharacters: 1024,
  tags: 16,
  tagCharacters: 32,
}

/** Of all limits those of the fields: the others may be infinite, which setData cannot carry. */
export function fieldLimits({ titleCharacters, descriptionCharacters, tags, tagCharacters }: FieldLimits): FieldLimits {
  return { titleCharacters, descriptionCharacters, tags, tagCharacters }
}

export type TextField = 'title' | 'description' | 'tags'

/** Each once, in their order. */
export function readTags(text: string): string[] {
  const tags = text.split(/[,，、;；\n]/).map((tag) => plainText(tag).trim())
  return [...new Set(tags)].filter((tag) => tag !== '')
}

/** What has to be changed before VOD takes it; empty where all is well. */
export function problemsOf(
  { title, description, tags }: Fields,
  limits: FieldLimits,
  t: Texts,
): Record<TextField, string> {
  const list = readTags(tags)
  const tooLong = (text: string, limit: number) => {
    const over = lengthOf(text) - limit
    return over > 0 ? t.tooLongBy(over) : ''
  }
  const longTag = list.some((tag) => countCharacters(tag) > limits.tagCharacters)
  const countOfTags = list.length > limits.tags ? t.tagsAtMost(limits.tags) : ''
  return {
    title: refusedIn(title, t) || (lengthOf(title) === 0 ? t.needTitle : tooLong(title, limits.titleCharacters)),
    description: refusedIn(description, t) || tooLong(description, limits.descriptionCharacters),
    tags: refusedIn(tags, t) || countOfTags || (longTag ? t.tagIsTooLong(limits.tagCharacters) : ''),
  }
}

/** `12/128`. */
export function countOf(text: string, limit: number): string {
  return `${lengthOf(text)}/${limit}`
}

/** What differs from what stood there before. */
export function changesOf(before: Fields, after: Fields): VideoChanges {
  const [title, description, tags] = [fitTitle(after.title), plainLines(after.description).trim(), readTags(after.tags)]
  return {
    ...(title !== fitTitle(before.title) && { title }),
    ...(description !== plainLines(before.description).trim() && { description }),
    ...(tags.join() !== readTags(before.tags).join() && { tags }),
    ...(after.categoryId !== before.categoryId && { categoryId: after.categoryId || null }),
  }
}

/** Of what will be kept: what does not show does not count. */
function lengthOf(text: string): number {
  return countCharacters(plainLines(text).trim())
}

function refusedIn(text: string, t: Texts): string {
  const characters = refusedCharacters(text)
  return characters === '' ? '' : t.refusedCharacters(characters)
}
