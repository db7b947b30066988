/** Where VOD sends its notifications. */
export const EVENTS_PATH = '/vod/events'

/** Asked by machines all day long. */
export const HEALTH_PATH = '/healthz'
export const READY_PATH = '/readyz'
export const METRICS_PATH = '/metrics'
