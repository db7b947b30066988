import type { Account } from '../account'
import { CloudError } from '../errors'
import type { Parameters } from '../gateway/parameters'

/**
 * Characters, a Chinese one counting as one. The tables of parameters say characters; the messages of
 * LengthExceededMax say bytes, and so do these.
 */
const TITLE_MAX = 128
const DESCRIPTION_MAX = 1024
const TAG_MAX = 32
const TAGS_MAX = 16

/** Bytes of UserData.Extend as JSON, since event notifications repeat it (document_detail/86952). */
const EXTEND_MAX = 512

/**
 * Checks the parameters that CreateUploadVideo and CreateUploadImage share.
 * @throws {CloudError} 400 IllegalCharacters, LengthExceededMax, TagsExceededMax, InvalidParameter;
 * 404 InvalidStorage.NotFound
 */
export function readMediaInfo(account: Account, parameters: Parameters) {
  const text = (name: string) => parameters.get(name) ?? ''
  checkText('Title', text('Title'), TITLE_MAX)
  checkText('Description', text('Description'), DESCRIPTION_MAX)
  checkTags(text('Tags'))
  checkUserData(parameters.get('UserData'))
  if (![undefined, storageLocation(account)].includes(parameters.get('StorageLocation'))) {
    throw new CloudError(404, 'InvalidStorage.NotFound', 'The StorageLocation does not exist.')
  }
  return {
    title: text('Title'),
    description: parameters.get('Description'),
    tags: parameters.get('Tags'),
    cateId: parameters.integer('CateId'),
    userData: parameters.get('UserData'),
  }
}

/** The bucket's domain, as the console shows it. */
export function storageLocation({ bucket, region }: Account): string {
  return `${bucket}.oss-${region}.aliyuncs.com`
}

function checkText(name: string, text: string, max: number): void {
  // Emoji lie outside the Basic Multilingual Plane, from where VOD takes nothing; nor does it take control characters.
  if (/[\u{10000}-\u{10ffff}]|[^\P{Cc}\t\r\n]/u.test(text)) {
    throw new CloudError(
      400,
      'IllegalCharacters',
      `The specified ${name} contains illegal emoticon or special characters.`,
    )
  }
  if ([...text].length > max) {
    throw new CloudError(400, 'LengthExceededMax', `The specified ${name} length has exceeded ${max} bytes.`)
  }
}

function checkTags(tags: string): void {
  const each = tags.split(',')
  if (each.length > TAGS_MAX) {
    throw new CloudError(400, 'TagsExceededMax', `The specified Tags count has exceeded ${TAGS_MAX}.`)
  }
  for (const tag of each) checkText('Tags', tag, TAG_MAX)
}

function checkUserData(userData: string | undefined): void {
  if (userData === undefined) return
  let data: unknown
  try {
    data = JSON.parse(userData)
  } catch {
    data = undefined
  }
  const extend = isRecord(data) ? data.Extend : undefined
  // The vendor's samples give Extend as an object and as JSON text of one.
  const extendText = typeof extend === 'string' ? extend : JSON.stringify(extend ?? {})
  if (!isRecord(data) || Buffer.byteLength(extendText) > EXTEND_MAX) {
    throw new CloudError(400, 'InvalidParameter', 'The specified parameter UserData is not valid.')
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
