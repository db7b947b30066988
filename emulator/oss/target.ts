import { CloudError } from '../errors'
import type { Exchange } from '../exchange'

export interface Target {
  /** Decoded; empty for the bucket itself. */
  key: string
  /** Decoded; a parameter without `=` has an empty value. */
  query: ReadonlyMap<string, string>
}

const MAX_KEY_BYTES = 1023

/**
 * Object and parameters that a request names. Read from the target as it was sent: URL would resolve `..`, which is a
 * part of the key here, and URLSearchParams would take `+` for a space.
 * @throws {CloudError} 400 InvalidURI, InvalidObjectName
 */
export function readTarget(exchange: Exchange): Target {
  const target = exchange.request.url ?? '/'
  const queryAt = target.indexOf('?')
  const path = queryAt < 0 ? target : target.slice(0, queryAt)
  const search = queryAt < 0 ? '' : target.slice(queryAt + 1)
  const key = decode(path.slice(1))
  checkKey(key)
  return { key, query: readQuery(search) }
}

/**
 * Rules of the page "Object naming"; the empty key stands for the bucket.
 * @throws {CloudError} 400 InvalidObjectName
 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES || /^[/\\]/.test(key)) {
    throw new CloudError(400, 'InvalidObjectName', 'The specified object is not valid.', { ObjectName: key })
  }
}

function readQuery(search: string): Map<string, string> {
  const parameters = search.split('&').filter((parameter) => parameter !== '')
  return new Map(
    parameters.map((parameter) => {
      const [name = '', ...value] = parameter.split('=')
      return [decode(name), decode(value.join('='))]
    }),
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new CloudError(400, 'InvalidURI', "Couldn't parse the specified URI.")
  }
}
