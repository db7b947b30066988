import type { Evidence, Explanation } from './finding'
import { type NetworkError, networkKind } from './network/network-error'
import type { Texts } from './texts/en/en'

/** Hosts of this machine: something is not running. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|$)|\.localhost(:|$)/

/** Why no answer came from a cloud. */
export function explainNetwork({ code, host }: NetworkError, { network }: Texts): Explanation & Evidence {
  if (LOOPBACK.test(host) && networkKind(code) === 'refused') return { ...network.notRunning(host, code), code }
  return { ...network[networkKind(code)](host, code), code }
}
