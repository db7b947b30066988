import { wellFormed } from '../crypto/utf8'

/**
 * RFC 3986: everything but letters, digits and `-_.~` is escaped, byte by byte in UTF-8. Both signatures demand it;
 * encodeURIComponent leaves `!'()*` alone and throws on a lone surrogate.
 */
export function percentEncode(text: string): string {
  const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, escaped)
}

/** `a=1&b=2` with both sides encoded and sorted by name. An empty value is written without `=`, as OSS signs it. */
export function encodeQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map((pair) => pair.map(percentEncode))
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .map(([name, value]) => (value ? `${name}=${value}` : name))
    .join('&')
}
