/**
 * RFC 3986: everything but letters, digits and `-_.~` is escaped, byte by byte in UTF-8. Both signatures demand it;
 * encodeURIComponent leaves `!'()*` alone and throws on a lone surrogate, which is escaped as U+FFFD.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * `a=1&b=2` with both sides encoded and sorted by name. An empty value is written without `=`, as OSS signs it.
 * @param parameters no name of which is another one's beginning, with an escaped character next
 */
export function encodeQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map((pair) => pair.map(percentEncode))
    .sort()
    .map(([name, value]) => (value ? `${name}=${value}` : name))
    .join('&')
}
