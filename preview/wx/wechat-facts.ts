// What WeChat does on every phone, for all that stands in for its `wx`: the preview's and the simulated phone's.

/** Milliseconds a request may take by default; longer times are not kept on every phone. */
export const REQUEST_TIMEOUT_MS = 60_000

/** Milliseconds that a hidden app's requests go on. WeChat then ends them, and refuses new ones. */
export const INTERRUPT_AFTER_MS = 5_000

/** What a request without a network fails with. */
export const OFFLINE = 'errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED'
