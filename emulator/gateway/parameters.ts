import { CloudError } from '../errors'
import type { Exchange } from '../exchange'

/** The parameters of a call, from its query and, for a POST, its form. */
export class Parameters {
  readonly #values = new Map<string, string>()

  /** Of several values with one name the first counts, and the query's come first. */
  constructor(pairs: Iterable<[string, string]>) {
    for (const [name, value] of pairs) {
      if (!this.#values.has(name)) this.#values.set(name, value)
    }
  }

  static read(exchange: Exchange, body: Buffer): Parameters {
    const isForm = exchange.header('content-type')?.startsWith('application/x-www-form-urlencoded')
    const form = new URLSearchParams(isForm ? body.toString() : '')
    return new Parameters([...exchange.url.searchParams, ...form])
  }

  get(name: string): string | undefined {
    return this.#values.get(name)
  }

  /** @throws {CloudError} 400 Missing… when the parameter is absent or empty */
  require(name: string): string {
    const value = this.#values.get(name)
    if (!value) throw missing(name)
    return value
  }

  /** @throws {CloudError} 400 InvalidParameter when the value is not an integer from 0 */
  integer(name: string): number | undefined {
    const value = this.#values.get(name)
    if (value === undefined) return undefined
    if (!/^\d{1,15}$/.test(value)) {
      throw new CloudError(400, 'InvalidParameter', `The specified parameter ${name} is not valid.`)
    }
    return Number(value)
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#values[Symbol.iterator]()
  }
}

/** The gateway's error for a parameter that is absent. */
export function missing(name: string): CloudError {
  return new CloudError(400, `Missing${name}`, `${name} is mandatory for this action.`)
}
