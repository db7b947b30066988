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

/** Of a request with a body. WeChat ends it after 60 s, whatever time-out is set. */
const BODY_TIMEOUT_MS = 60_000
const CONTROL_TIMEOUT_MS = 30_000
const CRC_HEADER = 'x-oss-hash-crc64ecma'

/** The place of the parts, with a key that is good; a VideoPlace. */
export interface OssPlace {
  /** The newest ticket that there is. */
  readonly ticket: UploadTicket | undefined
  /** Asked anew for every request, so that each is signed with a key that is good. */
  withGoodKey(run: Run): Promise<UploadTicket>
  /** Told of a ticket whose key OSS calls expired. */
  expired(ticket: UploadTicket): void
}

export interface UploadedPart {
  /** 1–10,000. */
  partNumber: number
  /** As OSS gave it, quotes included. */
  etag: string
  /** CRC-64 of the part as OSS counted it, unsigned decimal; undefined where a bucket does not expose it to a web page. */
  crc64: string | undefined
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
  readonly #place: OssPlace
  readonly #clock: CloudClock
  readonly #run: Run

  constructor(place: OssPlace, clock: CloudClock, run: Run) {
    this.#place = place
    this.#clock = clock
    this.#run = run
  }

  /**
   * @param forbidOverwrite has OSS refuse with FileAlreadyExists when the object is there
   * @returns the uploadId
   */
  async initiate(contentType: string, forbidOverwrite = false): Promise<string> {
    const { text } = await this.#send('InitiateMultipartUpload', 'POST', { uploads: '' }, undefined, {
      'content-type': contentType,
      ...(forbidOverwrite && { 'x-oss-forbid-overwrite': 'true' }),
    })
    return requiredElement(text, 'UploadId')
  }

  async uploadPart(uploadId: string, partNumber: number, body: ArrayBuffer): Promise<UploadedPart> {
    const query = { partNumber: String(partNumber), uploadId }
    const { headers } = await this.#send('UploadPart', 'PUT', query, body)
    return { partNumber, etag: required(headers.etag, 'ETag'), crc64: headers[CRC_HEADER] }
  }

  /** All parts that OSS has of the upload, in ascending order, page by page. */
  async listParts(uploadId: string): Promise<ListedPart[]> {
    const parts: ListedPart[] = []
    for (let marker = '0'; ; ) {
      const { text } = await this.#send('ListParts', 'GET', { uploadId, 'part-number-marker': marker })
      for (const part of readElements(text, 'Part')) {
        parts.push({
          partNumber: Number(requiredElement(part, 'PartNumber')),
          etag: requiredElement(part, 'ETag'),
          size: Number(requiredElement(part, 'Size')),
        })
      }
      if (requiredElement(text, 'IsTruncated') !== 'true') return parts
      const next = requiredElement(text, 'NextPartNumberMarker')
      // A list that does not go on would never end.
      marker = required(Number(next) > Number(marker) && next, 'NextPartNumberMarker')
    }
  }

  /**
   * Makes the object of its parts.
   * @param parts in ascending order
   * @returns CRC-64 of the object as OSS counted it, unsigned decimal; undefined where OSS does not send it
   */
  async complete(
    uploadId: string,
    parts: readonly { partNumber: number; etag: string | undefined }[],
  ): Promise<string | undefined> {
    const list = parts.map(
      ({ partNumber, etag = '' }) =>
        `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    )
    const operation = 'CompleteMultipartUpload'
    const body = `<${operation}>${list.join('')}</${operation}>`
    const { text, headers } = await this.#send(operation, 'POST', { uploadId }, body, {
      'content-type': 'application/xml',
    })
    requiredElement(text, 'ETag')
    return headers[CRC_HEADER]
  }

  /** Drops the upload and its parts. */
  async abort(uploadId: string): Promise<void> {
    await this.#send('AbortMultipartUpload', 'DELETE', { uploadId })
  }

  async #send(
    operation: string,
    method: HttpRequest['method'],
    query: Record<string, string>,
    body?: string | ArrayBuffer,
    moreHeaders?: Record<string, string>,
  ): Promise<HttpResponse> {
    // Signed always, and so never left to WeChat, which sends application/json, without a body too.
    const headers = { 'content-type': 'application/octet-stream', ...moreHeaders }
    let ticket = await this.#run.until(this.#place.withGoodKey(this.#run))
    const response = await this.#run.send(() => {
      // While this waited for its slot, another request may have had the key renewed.
      ticket = this.#place.ticket ?? ticket
      const { endpoint, bucket, key } = ticket.address
      return {
        method,
        url: `${bucketUrl(endpoint, bucket)}/${encodeKey(key)}?${encodeQuery(query)}`,
        headers: signOssV4({ method, bucket, key, query, headers }, ticket.auth, this.#clock.now()),
        ...(body === undefined ? { timeoutMs: CONTROL_TIMEOUT_MS } : { body, timeoutMs: BODY_TIMEOUT_MS }),
      }
    })
    if (response.status >= 200 && response.status < 300) return response
    const error = ossRefusal(operation, response, this.#clock)
    if (isExpiry(error)) this.#place.expired(ticket)
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
export function bucketUrl(endpoint: string, bucket: string): string {
  const [, scheme = 'https://', host = ''] = /^(https?:\/\/)?([^/]+)/.exec(endpoint) ?? []
  return `${scheme}${bucket}.${host}`
}

function requiredElement(xml: string, name: string): string {
  return required(readElement(xml, name), name)
}

function required(value: string | false | undefined, name: string): string {
  if (!value) throw new UploadError('oss_malformed', `OSS's answer lacks ${name}.`)
  return value
}
