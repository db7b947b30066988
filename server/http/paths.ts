/** Where VOD sends its notifications. */
export const EVENTS_PATH = '/vod/events'

/** Asked by machines all day long. */
export const HEALTH_PATH = '/healthz'
export const READY_PATH = '/readyz'
export const METRICS_PATH = '/metrics'

/** Not called by users: by VOD, by timers, by operators and their machines. */
const NOT_FOR_CLIENTS = /^\/(vod|admin|metrics|invoke|healthz|readyz)(\/|$)/

export function isForClients(path: string): boolean {
  return !NOT_FOR_CLIENTS.test(path)
}

/** What a browser's question whether a page may call counts as. */
export const PREFLIGHT = 'OPTIONS'
