import { isIPv4 } from 'node:net'

/** Origin → origin: where the mini program's addresses lead in this run. */
export type Rewrites = Readonly<Record<string, string>>

/**
 * Where a request of the app goes, or undefined where it must not go: the preview reaches this machine only. A rewrite
 * of an origin also holds for its buckets: `http://bucket.localhost:8788` follows `http://127.0.0.1:8788`.
 */
export function targetOf(address: string, rewrites: Rewrites): URL | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol) || !isLoopback(url.hostname)) return undefined
  for (const [from, to] of Object.entries(rewrites)) {
    const [source, destination] = [new URL(from), new URL(to)]
    if (url.protocol !== source.protocol || url.port !== source.port) continue
    if (url.hostname !== source.hostname && !url.hostname.endsWith('.localhost')) continue
    url.protocol = destination.protocol
    url.port = destination.port
    if (url.hostname === source.hostname) url.hostname = destination.hostname
    break
  }
  return isLoopback(url.hostname) ? url : undefined
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true
  return isIPv4(hostname) && hostname.startsWith('127.')
}
