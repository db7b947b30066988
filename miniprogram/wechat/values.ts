// WeChat's typings are kept by most phones. Some give a size as text, a duration of NaN, or leave a field out.

/** A number that is not negative: what was given, also as text; 0 where that is not known. */
export function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && number >= 0 && Number.isFinite(number) ? number : 0
}

/** A text; empty where there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/**
 * A text without halves of characters: a text field that counts UTF-16 units may cut an emoji in two. VOD refuses the
 * rest of it, and encodeURIComponent throws.
 */
export function wholeCharacters(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '')
}

/** An object, to read fields of; an empty one where there is none. */
export function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
