/** An openid as WeChat gives it, and within what STS takes as RoleSessionName. */
export const OPENID = /^[\w.@-]{2,64}$/
