import { createReadStream, existsSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

/** Files of the package that WXML may show. Sources are not among them. */
const TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Whether the app gets the file as it is: a picture or the like. */
export function isServed(path: string): boolean {
  return extname(path).toLowerCase() in TYPES
}

/** Sends a picture or the like from the mini program's folder; false where there is none. `path` is decoded. */
export function sendFile(response: ServerResponse, root: string, path: string): boolean {
  const type = TYPES[extname(path).toLowerCase()]
  const file = normalize(join(root, path))
  if (!type || !file.startsWith(root + sep) || !existsSync(file) || !statSync(file).isFile()) return false
  response.writeHead(200, { 'content-type': type, 'content-length': statSync(file).size, 'cache-control': 'no-store' })
  createReadStream(file).pipe(response)
  return true
}
