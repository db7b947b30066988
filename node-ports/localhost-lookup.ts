import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** RFC 6761 gives `*.localhost` to this machine; not every resolver knows. Buckets of the emulator live there. */
export const localhostLookup: LookupFunction = (hostname, options, callback) => {
  if (!hostname.endsWith('.localhost')) return lookup(hostname, options, callback)
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }])
  else callback(null, '127.0.0.1', 4)
}
