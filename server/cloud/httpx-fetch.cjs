// Stands in for `httpx`, the HTTP layer of the Alibaba SDKs, on the runtime's own fetch. In workerd the original never
// honours readTimeout, puts the whole signed URL into its error messages, and passes the answer through two emulations.
// CommonJS, so that wrangler's [alias] and vite's resolve.alias can both name it.

// Not by require, of which the Worker's bundle would make an import that every start waits for.
const { Readable } = process.getBuiltinModule('node:stream')

/**
 * @typedef {object} Options
 * @property {string} [method]
 * @property {Record<string, string | number | undefined | null>} [headers]
 * @property {string | Uint8Array | AsyncIterable<Uint8Array>} [data]
 * @property {number} [connectTimeout] milliseconds
 * @property {number} [readTimeout] milliseconds
 * @property {number} [timeout] milliseconds, for either of the two that is not given
 */

/** What httpx takes when nothing is said, milliseconds. */
const DEFAULT_TIMEOUT = 3000

/** Bytes of the largest answer: those of GetPlayInfo, with all its signed URLs, have some 20 KB. */
const ANSWER_MAX_BYTES = 1024 * 1024

class AnswerTooLarge extends Error {
  constructor() {
    super(`The answer has more than ${ANSWER_MAX_BYTES} bytes.`)
    this.name = 'AnswerTooLarge'
  }
}

/**
 * One deadline, connecting and reading together, holds until the whole body is there.
 * Rejects with RequestTimeoutError (code ETIMEDOUT), RequestError (code ECONNFAILED) or AnswerTooLarge; no message holds
 * the URL.
 *
 * @param {string} url
 * @param {Options} [options]
 */
async function request(url, options = {}) {
  const wait = (/** @type {number | undefined} */ ms) => ms || options.timeout || DEFAULT_TIMEOUT
  const deadline = wait(options.connectTimeout) + wait(options.readTimeout)
  const method = (options.method ?? 'GET').toUpperCase()
  const headers = new Headers()
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value != null && !/^(host|content-length)$/i.test(name)) headers.set(name, String(value))
  }
  try {
    const data = method === 'GET' || method === 'HEAD' ? null : await toBody(options.data)
    const response = await fetch(url, {
      method,
      headers,
      body: data,
      redirect: 'manual',
      signal: AbortSignal.timeout(deadline),
    })
    const body = await readBounded(response)
    return Object.assign(Readable.from(body.length > 0 ? [body] : []), {
      statusCode: response.status,
      statusMessage: response.statusText,
      headers: Object.fromEntries(response.headers),
    })
  } catch (cause) {
    if (cause instanceof AnswerTooLarge) throw cause
    const timedOut = cause instanceof Error && cause.name === 'TimeoutError'
    const { host } = new URL(url)
    throw Object.assign(
      new Error(timedOut ? `${host} did not answer in ${deadline} ms` : `${host} cannot be reached`),
      {
        name: timedOut ? 'RequestTimeoutError' : 'RequestError',
        code: timedOut ? 'ETIMEDOUT' : 'ECONNFAILED',
      },
    )
  }
}

/**
 * Reads the body and stops in the middle where it is too large: nobody who answers for a cloud can fill the memory.
 *
 * @param {Response} response
 */
async function readBounded(response) {
  /** @type {Uint8Array[]} */
  const chunks = []
  let bytes = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    if (bytes > ANSWER_MAX_BYTES) {
      await reader.cancel()
      throw new AnswerTooLarge()
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

/**
 * @param {import('node:stream').Readable} response what `request` gave
 * @param {BufferEncoding} [encoding]
 */
async function read(response, encoding) {
  const body = await readAll(response)
  return encoding ? body.toString(encoding) : body
}

/** @param {Options['data']} data */
async function toBody(data) {
  return data == null || typeof data === 'string' || data instanceof Uint8Array ? (data ?? null) : readAll(data)
}

/** @param {AsyncIterable<Uint8Array>} stream */
async function readAll(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

module.exports = { request, read }
