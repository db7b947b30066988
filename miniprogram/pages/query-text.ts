import { textOf } from '../wechat/values'

/** A value of a page's query, which WeChat gives as it stands in the address. */
export function queryText(value: unknown): string {
  const text = textOf(value)
  try {
    return decodeURIComponent(text)
  } catch {
    // Cut, or not encoded at all: as it stands.
    return text
  }
}
