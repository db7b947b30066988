import { connect } from 'node:net'
import { localhostLookup } from '../../node-ports/localhost-lookup'
import { NetworkError } from './network-error'
import { codeOf } from './send'

/** Milliseconds for a name to be looked up and a connection to be made. */
const TIMEOUT_MS = 5000

/** Whether a connection can be made to the host of a URL; nothing is sent. Rejects with a NetworkError. */
export type Reach = (url: string) => Promise<void>

export const reach: Reach = (url) => {
  const { protocol, hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      lookup: localhostLookup,
      timeout: TIMEOUT_MS,
    })
    const fail = (code: string) => {
      socket.destroy()
      reject(new NetworkError(code, host))
    }
    socket.once('timeout', () => fail('TIMEOUT'))
    socket.once('error', (error) => fail(codeOf(error)))
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
  })
}
