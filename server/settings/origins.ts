import * as v from 'valibot'
import { isLoopback } from './fields'

/** Each costs a comparison a call. */
const MOST = 100

/** As a browser sends it (RFC 6454): in small letters, without the scheme's own port. Apps in a web view have schemes of their own. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:\d{1,5})?$/

/**
 * Origins of web pages, separated by commas; none at all is fine. `*` is refused: with LOGIN=jwt any page that a user
 * opens could then use whatever token it gets hold of, and nobody would see from the settings who calls.
 */
export const origins = v.pipe(
  v.string(),
  v.transform((value) =>
    value
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  ),
  v.maxLength(MOST, `may name ${MOST} origins at most`),
  v.check((all) => !all.includes('*'), 'must name each origin: * would let every web page call the service'),
  v.check(
    (all) => all.every((origin) => origin === '*' || isOrigin(origin)),
    'must be origins, separated by commas, each as browsers send it: scheme://host[:port] in small letters, without a path, a slash at the end, or the port that goes without saying',
  ),
  v.check(
    (all) => all.every((origin) => !origin.startsWith('http://') || (isOrigin(origin) && isLoopback(origin))),
    'must begin with https://, but for pages of this machine (http://localhost:…)',
  ),
)

function isOrigin(text: string): boolean {
  if (!ORIGIN.test(text) || !URL.canParse(text)) return false
  return !/^https?:/.test(text) || new URL(text).origin === text
}
