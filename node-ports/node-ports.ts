import type { Ports } from '../miniprogram/uploader/index'
import { nodeFiles } from './node-files'
import { nodeHttp } from './node-http'

/** The engine's ports on Node: nothing is kept beyond the process. `close` ends the connections. */
export function nodePorts(): Ports & { close(): void } {
  const http = nodeHttp()
  return {
    http,
    files: nodeFiles,
    now: Date.now,
    random: Math.random,
    setTimer(callback, ms) {
      // setImmediate where there is nothing to wait for: timers wait a millisecond at least.
      if (ms === 0) {
        const immediate = setImmediate(callback)
        return () => clearImmediate(immediate)
      }
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    close: () => http.close(),
  }
}
