/**
 * Percent-encodes by RFC 3986, as both signatures of the gateway want it: only A–Z a–z 0–9 - _ . ~ stay. A lone half of a
 * surrogate pair, which JavaScript would refuse, becomes U+FFFD, as it does in UTF-8.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** `name=value&…`, encoded and sorted by name. */
export function canonicalQuery(parameters: Iterable<[string, string]>): string {
  return [...parameters]
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map((pair) => pair.join('='))
    .join('&')
}
