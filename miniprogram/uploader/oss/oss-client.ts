import type { CloudClock } from '../clock'
import type { SelfRenewing } from '../credential'
import { UploadError } from '../errors'
import { refusalDetails } from '../http-answer'
import { encodeQuery } from '../percent-encode'
import type { HttpRequest, HttpResponse } from '../ports'
import { isExpiry, isSkew } from '../retry'
import type { Run } from '../run'
import type { UploadTicket } from '../vod/upload-ticket'
import { encodeKey, signOssV4 } from './v4-signature'
import { escapeXml, readElement, readElements } from './xml'

/** WeChat ends a request after 60 s whatever it is told. */
const PART_TIMEOUT_MS = 60_000
const CONTROL_TIMEOUT_MS = 30_000

export interface OssOptions {
  /** Asked anew for every request, so that each is signed with a key that is good. */
  tickets: Pick<SelfRenewing<UploadTicket>, 'get' | 'reject'>
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
    return required(readElement(response.text, 'UploadId'), 'InitiateMultipartUpload', 'UploadId')
  }

  async uploadPart(uploadId: string, partNumber: number, body: ArrayBuffer): Promise<UploadedPart> {
    const response = await this.#send('UploadPart', {
      method: 'PUT',
      query: { partNumber: String(partNumber), uploadId },
      // Signed, and so never left to WeChat, which would send application/json.
      headers: { 'content-type': 'application/octet-stream' },
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
      const { text } = await this.#send('ListParts', {
        method: 'GET',
        query: { uploadId, 'part-number-marker': marker },
        timeoutMs: CONTROL_TIMEOUT_MS,
      })
      const truncated = required(readElement(text, 'IsTruncated'), 'ListParts', 'IsTruncated') === 'true'
      for (const part of readElements(text, 'Part')) {
        parts.push({
          partNumber: Number(required(readElement(part, 'PartNumber'), 'ListParts', 'PartNumber')),
          etag: required(readElement(part, 'ETag'), 'ListParts', 'ETag'),
          size: Number(required(readElement(part, 'Size'), 'ListParts', 'Size')),
        })
      }
      const next = readElement(text, 'NextPartNumberMarker')
      if (!truncated || !next || next === marker) return parts
      marker = next
    }
  }

  /**
   * Makes the object of its parts.
   * @param parts in ascending order
   * @returns CRC-64 of the object as OSS counted it, unsigned decimal; undefined where OSS does not tell it
   */
  async complete(
    uploadId: string,
    parts: readonly Pick<UploadedPart, 'partNumber' | 'etag'>[],
  ): Promise<string | undefined> {
    const list = parts.map(
      ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    )
    const { text, headers } = await this.#send('CompleteMultipartUpload', {
      method: 'POST',
      query: { uploadId },
      headers: { 'content-type': 'application/xml' },
      body: `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`,
      timeoutMs: PART_TIMEOUT_MS,
    })
    required(readElement(text, 'ETag'), 'CompleteMultipartUpload', 'ETag')
    return headers['x-oss-hash-crc64ecma']
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
    const { tickets, clock, run } = this.#options
    const { method, query, headers = {}, body, timeoutMs } = request
    const ticket = await run.until(tickets.get())
    const { address, auth } = ticket
    const { bucket, key } = address
    const response = await run.send({
      method,
      url: `${bucketUrl(address)}/${encodeKey(key)}?${encodeQuery(query)}`,
      headers: signOssV4({ method, bucket, key, query, headers }, auth, clock.now()),
      timeoutMs,
      ...(body !== undefined && { body }),
    })
    if (response.status >= 200 && response.status < 300) return response
    const error = refusal(operation, response)
    if (isExpiry(error)) tickets.reject(ticket)
    if (isSkew(error)) clock.set(readElement(response.text, 'ServerTime') ?? response.headers.date ?? '')
    throw error
  }
}

/** The endpoint comes with its scheme, and the bucket goes between the two. */
function bucketUrl({ endpoint, bucket }: { endpoint: string; bucket: string }): string {
  const [, scheme = 'https://', host = ''] = /^(https?:\/\/)?([^/]+)/.exec(endpoint) ?? []
  return `${scheme}${bucket}.${host}`
}

function refusal(operation: string, response: HttpResponse): UploadError {
  const cloudCode = readElement(response.text, 'Code') ?? `HTTP ${response.status}`
  const message = readElement(response.text, 'Message') ?? 'no message'
  const requestId = readElement(response.text, 'RequestId') ?? response.headers['x-oss-request-id']
  return new UploadError('oss_refused', `OSS refused ${operation}: ${cloudCode} (${message})`, {
    ...refusalDetails(response),
    cloudCode,
    ...(requestId !== undefined && { requestId }),
  })
}

function required(value: string | undefined, operation: string, name: string): string {
  if (!value) throw new UploadError('oss_malformed', `OSS's answer to ${operation} lacks ${name}.`)
  return value
}
