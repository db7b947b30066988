/** `1 h 0 min`, `3 min 20 s`, `12 s`, without a sign. Minutes and seconds are written alike in both languages. */
export function span(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000)
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${seconds} s`
}

/** Where Alibaba Cloud explains a code, with the request where one is known. */
export const lookUp = (code: string) => `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(code)}`

/** Where WeChat lists its codes. */
export const WECHAT_CODES = 'https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html'

/** An address as it can be shown: a name, a password or a query may be secrets. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return '…'
  const { protocol, host, pathname, search } = new URL(url)
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`
}
