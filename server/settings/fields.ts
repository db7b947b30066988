import * as v from 'valibot'

/** Values left as they came: `<…>` as in our examples, and the words that people and generators leave behind. */
const PLACEHOLDER = /^<.*>$|^(your|my)[-_ ]|change[-_ ]?me|replace[-_ ]?(me|with)|placeholder|^x{4,}$|^\*{4,}$/i

export const text = v.pipe(
  v.string('is missing'),
  v.trim(),
  v.minLength(1, 'is empty'),
  v.check((value) => !PLACEHOLDER.test(value), 'still holds a placeholder'),
)

export const integer = (from: number, to: number, unit: string) =>
  v.pipe(
    text,
    v.regex(/^\d+$/, `must be a whole number of ${unit}`),
    v.transform(Number),
    v.check((value) => value >= from && value <= to, `must be from ${from} to ${to} ${unit}`),
    // For docs/: what a check compares cannot be read from it.
    v.metadata({ from, to, unit }),
  )

export const flag = v.pipe(
  text,
  v.picklist(['true', 'false'], 'must be true or false'),
  v.transform((value) => value === 'true'),
)

/** Words separated by commas, each one of these; none at all is fine. */
export const words = <const W extends string>(known: readonly W[]) =>
  v.pipe(
    v.string(),
    v.transform((value) => value.split(/[\s,]+/).filter((word) => word !== '')),
    v.array(v.picklist(known, `may name ${known.join(', ')}, separated by commas`)),
  )

/** Keys and codes travel to it, so plain HTTP is for this machine only. */
export const safeUrl = v.pipe(
  text,
  v.check((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'must be a URL'),
  v.check(
    (value) => !URL.canParse(value) || new URL(value).protocol === 'https:' || isLoopback(value),
    'must begin with https://',
  ),
)

export const upstreamUrl = v.pipe(
  safeUrl,
  v.transform((value) => value.replace(/\/+$/, '')),
)

/** Whether an address is one of this machine; false for what is none. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
