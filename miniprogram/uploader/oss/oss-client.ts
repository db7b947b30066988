import type { CloudClock } from '../cloud/clock'
import { isExpiry } from '../cloud/cloud-codes'
import { encodeQuery } from '../cloud/percent-encode'
import { refusal } from '../cloud/refusal'
import { UploadError } from '../errors'
import type { HttpRequest, HttpResponse } from '../ports'
import type { Run } from '../run/run'
import type { UploadTicket } from '../vod/upload-ticket'
import { encodeKey, signOssV4 } from './v4-signature'
import { escapeXml, readElement, readElements } from './xml'

/** WeChat ends a request after 60 s, whatever time-out is set. */
const PART_TIMEOUT_MS = 60_000
const CONTROL_TIMEOUT_MS = 30_000

export interface OssOptions {
  /** Asked anew for every request, so that each is signed with a key that is good. */
  getTicket: () => Promise<UploadTicket>
  /** The newest that there is. */
  latestTicket: () => UploadTicket | undefined
  /** Told of a ticket whose key OSS calls expired. */
  onExpired: (ticket: UploadTicket) => void
  clock: CloudClock
  run: Run
}

export interface UploadedPart {
  /** 1–10,000. */
  partNumber: number
  /** As OSS gave it, quotes included. */
  etag: string
  /** CRC-64 of the part as OSS counted it, unsigned decimal. */
  crc64: string
}

/** A part that OSS has. */
export interface ListedPart {
  partNumber: number
  etag: string
  /** Bytes. */
  size: number
}

/**
 * The multipart calls on the one object of a ticket, signed with V4.
 * Every method rejects with an UploadError: oss_refused with OSS's code, oss_malformed, or what `Run.send` and the
 * ticket's renewal reject with.
 * Source: OSS documentation, "Multipart upload".
 */
export class OssClient {
  readonly #options: OssOptions

  constructor(options: OssOptions) {
    this.#options = options
  }

  /**
   * @param forbidOverwrite has OSS refuse with FileAlreadyExists when the object is there
   * @returns the uploadId
   */
  async initiate(contentType: string, forbidOverwrite = false): Promise<string> {
    const response = await this.#send('InitiateMultipartUpload', {
      method: 'POST',
      query: { uploads: '' },
      headers: { 'content-type': contentType, ...(forbidOverwrite && { 'x-oss-forbid-overwrite': 'true' }) },
      timeoutMs: CONTROL_TIMEOUT_MS,
    })
    return requiredElement(response, 'InitiateMultipartUpload', 'UploadId')
  }

  async uploadPart(uploadId: string, partNumber: number, body: ArrayBuffer): Promise<UploadedPart> {
    const response = await this.#send('UploadPart', {
      method: 'PUT',
      query: { partNumber: String(partNumber), uploadId },
      body,
      timeoutMs: PART_TIMEOUT_MS,
    })
    return {
      partNumber,
      etag: required(response.headers.etag, 'UploadPart', 'ETag'),
      crc64: required(response.headers['x-oss-hash-crc64ecma'], 'UploadPart', 'x-oss-hash-crc64ecma'),
    }
  }

  /** All parts that OSS has of the upload, in ascending order, page by page. */
  async listParts(uploadId: string): Promise<ListedPart[]> {
    const parts: ListedPart[] = []
    for (let marker = '0'; ; ) {
      const response = await this.#send('ListParts', {
        method: 'GET',
        query: { uploadId, 'part-number-marker': marker },
        timeoutMs: CONTROL_TIMEOUT_MS,
      })
      const truncated = requiredElement(response, 'ListParts', 'IsTruncated') === 'true'
      for (const text of readElements(response.text, 'Part')) {
        const read = (name: string) => requiredElement({ text }, 'ListParts', name)
        parts.push({ partNumber: Number(read('PartNumber')), etag: read('ETag'), size: Number(read('Size')) })
      }
      const next = readElement(response.text, 'NextPartNumberMarker')
      if (!truncated) return parts
      if (!(Number(next) > Number(marker))) {
        throw new UploadError('oss_malformed', `OSS's list of parts goes on from ${marker} to ${next}.`)
      }
      marker = next as string
    }
  }

  /**
   * Makes the object of its parts.
   * @param parts in ascending order
   * @returns CRC-64 of the object as OSS counted it, unsigned decimal; undefined where OSS does not send it
   */
  async complete(
    uploadId: string,
    parts: readonly Pick<UploadedPart, 'partNumber' | 'etag'>[],
  ): Promise<string | undefined> {
    const list = parts.map(
      ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    )
    const response = await this.#send('CompleteMultipartUpload', {
      method: 'POST',
      query: { uploadId },
      headers: { 'content-type': 'application/xml' },
      body: `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`,
      timeoutMs: PART_TIMEOUT_MS,
    })
    requiredElement(response, 'CompleteMultipartUpload', 'ETag')
    return response.headers['x-oss-hash-crc64ecma']
  }

  /** Drops the upload and its parts. */
  async abort(uploadId: string): Promise<void> {
    await this.#send('AbortMultipartUpload', { method: 'DELETE', query: { uploadId }, timeoutMs: CONTROL_TIMEOUT_MS })
  }

  async #send(
    operation: string,
    request: Pick<HttpRequest, 'method' | 'body' | 'timeoutMs'> & {
      query: Record<string, string>
      headers?: Record<string, string>
    },
  ): Promise<HttpResponse> {
    const { getTicket, latestTicket, onExpired, clock, run } = this.#options
    const { method, query, body, timeoutMs } = request
    // Signed always, and so never left to WeChat, which sends application/json, without a body too.
    const headers = { 'content-type': 'application/octet-stream', ...request.headers }
    let ticket = await run.until(getTicket())
    const response = await run.send(() => {
      // While this waited for its slot, another request may have had the key renewed.
      ticket = latestTicket() ?? ticket
      const { address, auth } = ticket
      const { bucket, key } = address
      return {
        method,
        url: `${bucketUrl(address)}/${encodeKey(key)}?${encodeQuery(query)}`,
        headers: signOssV4({ method, bucket, key, query, headers }, auth, clock.now()),
        timeoutMs,
        ...(body !== undefined && { body }),
      }
    })
    if (response.status >= 200 && response.status < 300) return response
    const error = ossRefusal(operation, response, clock)
    if (isExpiry(error)) onExpired(ticket)
    throw error
  }
}

/** The error for an answer of OSS that is no success. */
export function ossRefusal(operation: string, response: HttpResponse, clock: CloudClock): UploadError {
  const read = (name: string) => readElement(response.text, name)
  const body = {
    code: read('Code'),
    message: read('Message'),
    requestId: read('RequestId') ?? response.headers['x-oss-request-id'],
    serverTime: read('ServerTime'),
  }
  return refusal('OSS', operation, response, body, clock)
}

/** The endpoint comes with its scheme, and the bucket goes between the two. */
function bucketUrl({ endpoint, bucket }: { endpoint: string; bucket: string }): string {
  const [, scheme = 'https://', host = ''] = /^(https?:\/\/)?([^/]+)/.exec(endpoint) ?? []
  return `${scheme}${bucket}.${host}`
}

function requiredElement({ text }: Pick<HttpResponse, 'text'>, operation: string, name: string): string {
  return required(readElement(text, name), operation, name)
}

function required(value: string | undefined, operation: string, name: string): string {
  if (!value) throw new UploadError('oss_malformed', `OSS's answer to ${operation} lacks ${name}.`)
  return value
}
