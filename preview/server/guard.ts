import type { IncomingMessage } from 'node:http'

/**
 * Whether a request comes from the preview's own pages. A page elsewhere cannot send our Host (DNS rebinding), nor ask
 * the proxy from its own Origin (CSRF).
 */
export function isOwn({ headers, method }: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? '')) return false
  const { origin } = headers
  if (origin !== undefined) return hosts.some((host) => origin === `http://${host}`)
  return method === 'GET' || method === 'HEAD'
}
