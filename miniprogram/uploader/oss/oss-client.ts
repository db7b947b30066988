import type { CloudClock } from '../cloud/clock'
import { isExpiry } from '../cloud/cloud-codes'
import { encodeQuery } from '../cloud/percent-encode'
import { refusal, required } from '../cloud/refusal'
import type { UploadError } from '../errors'
import type { HttpRequest, HttpResponse } from '../ports'
import type { Run } from '../run/run'
import type { UploadTicket } from '../vod/upload-ticket'
import { encodeKey, signOssV4 } from './v4-signature'
import { readElement } from './xml'

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

/** A part that OSS has. */
export interface ListedPart {
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
export function ossClient(place: OssPlace, clock: CloudClock, run: Run) {
  async function send(
    operation: string,
    method: HttpRequest['method'],
    query: Record<string, string>,
    body?: string | ArrayBuffer,
    // Signed always, and so never left to WeChat, which sends application/json, without a body too.
    headers: Record<string, string> = { 'content-type': 'application/octet-stream' },
  ): Promise<HttpResponse> {
    let ticket = await run.until(place.withGoodKey(run))
    const response = await run.send(() => {
      // While this waited for its slot, another request may have had the key renewed.
      ticket = place.ticket ?? ticket
      const { address, auth } = ticket
      return {
        method,
        url: `${bucketUrl(address)}/${encodeKey(address.key)}?${encodeQuery(query)}`,
        headers: signOssV4(method, address, query, headers, auth, clock.now()),
        ...(body && { body }),
        timeoutMs: body ? BODY_TIMEOUT_MS : CONTROL_TIMEOUT_MS,
      }
    })
    if (response.status >= 200 && response.status < 300) return response
    const error = ossRefusal(operation, response, clock)
    if (isExpiry(error)) place.expired(ticket)
    throw error
  }

  return {
    /**
     * @param forbidOverwrite has OSS refuse with FileAlreadyExists when the object is there
     * @returns the uploadId
     */
    async initiate(contentType: string, forbidOverwrite = false): Promise<string> {
      const { text } = await send('InitiateMultipartUpload', 'POST', { uploads: '' }, undefined, {
        'content-type': contentType,
        ...(forbidOverwrite && { 'x-oss-forbid-overwrite': 'true' }),
      })
      return requiredElement(text, 'UploadId')
    },

    /** @returns the part's ETag and its CRC-64 as OSS counted it, unsigned decimal */
    async uploadPart(
      uploadId: string,
      partNumber: number,
      body: ArrayBuffer,
    ): Promise<{ etag: string; crc64: string | undefined }> {
      const { headers } = await send('UploadPart', 'PUT', { partNumber: `${partNumber}`, uploadId }, body)
      return { etag: ossText('ETag', headers.etag), crc64: headers[CRC_HEADER] }
    },

    /** All parts that OSS has of the upload, by their numbers, page by page. */
    async listParts(uploadId: string): Promise<Map<number, ListedPart>> {
      const parts = new Map<number, ListedPart>()
      for (let marker = '0'; ; ) {
        const { text } = await send('ListParts', 'GET', { uploadId, 'part-number-marker': marker })
        // Each up to the next: nothing else in the answer has elements of these names.
        for (const part of text.split('<Part>').slice(1)) {
          parts.set(Number(requiredElement(part, 'PartNumber')), {
            etag: requiredElement(part, 'ETag'),
            size: Number(requiredElement(part, 'Size')),
          })
        }
        if (requiredElement(text, 'IsTruncated') !== 'true') return parts
        const name = 'NextPartNumberMarker'
        const next = requiredElement(text, name)
        // A list that does not go on would never end.
        marker = ossText(name, Number(next) > Number(marker) && next)
      }
    },

    /**
     * Makes the object of its parts.
     * @param parts in ascending order
     * @returns CRC-64 of the object as OSS counted it, unsigned decimal; undefined where OSS does not send it
     */
    async complete(
      uploadId: string,
      parts: readonly { partNumber: number; etag: string | undefined }[],
    ): Promise<string | undefined> {
      // An ETag is hexadecimal digits in quotes, which text may hold as they are.
      const list = parts.map(
        ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag></Part>`,
      )
      const operation = 'CompleteMultipartUpload'
      const body = `<${operation}>${list.join('')}</${operation}>`
      const contentType = { 'content-type': 'application/xml' }
      const { text, headers } = await send(operation, 'POST', { uploadId }, body, contentType)
      requiredElement(text, 'ETag')
      return headers[CRC_HEADER]
    },

    /** Drops the upload and its parts. */
    async abort(uploadId: string): Promise<void> {
      await send('AbortMultipartUpload', 'DELETE', { uploadId })
    },
  }
}

/** The error for an answer of OSS that is no success. */
export function ossRefusal(operation: string, response: HttpResponse, clock: CloudClock): UploadError {
  return refusal('OSS', operation, response, (name) => readElement(response.text, name), clock)
}

/** The endpoint comes with its scheme, and the bucket goes between the two. */
export function bucketUrl({ endpoint, bucket }: { endpoint: string; bucket: string }): string {
  return endpoint.replace(/^(https?:\/\/)?([^/]*).*/, (_, scheme = 'https://', host) => `${scheme}${bucket}.${host}`)
}

function requiredElement(xml: string, name: string): string {
  return ossText(name, readElement(xml, name))
}

function ossText(name: string, value: unknown): string {
  return required('OSS', name, value)
}
