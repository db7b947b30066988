import { isIPv4 } from 'node:net'

/**
 * Origin → origin: where the mini program's addresses lead in this run. One label of a host may be `*`, which stands for
 * any one label: `https://vod.*.aliyuncs.com`.
 */
export type Rewrites = Readonly<Record<string, string>>

/**
 * Where a request of the app goes, or undefined where it must not go: the preview reaches this machine only. Names
 * elsewhere are good where a rewrite leads them here. A rewrite of an origin on this machine also holds for its buckets:
 * `http://bucket.localhost:8788` follows `http://127.0.0.1:8788`.
 */
export function targetOf(address: string, rewrites: Rewrites): URL | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol)) return undefined
  for (const [from, to] of Object.entries(rewrites)) {
    const [source, destination] = [new URL(from), new URL(to)]
    if (url.protocol !== source.protocol || url.port !== source.port) continue
    const isNamed = isHost(url.hostname, source.hostname)
    if (!isNamed && !(url.hostname.endsWith('.localhost') && isLoopback(source.hostname))) continue
    url.protocol = destination.protocol
    url.port = destination.port
    if (isNamed) url.hostname = destination.hostname
    break
  }
  return isLoopback(url.hostname) ? url : undefined
}

function isHost(hostname: string, pattern: string): boolean {
  const [labels, wanted] = [hostname.split('.'), pattern.split('.')]
  return (
    labels.length === wanted.length &&
    wanted.every((label, i) => (label === '*' ? labels[i] !== '' : labels[i] === label))
  )
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true
  return isIPv4(hostname) && hostname.startsWith('127.')
}
