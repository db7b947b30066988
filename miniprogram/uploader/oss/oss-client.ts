import type { CloudClock } from '../clock'
import { UploadError } from '../errors'
import { encodeQuery } from '../percent-encode'
import type { HttpCall, HttpRequest, HttpResponse, Ports } from '../ports'
import type { UploadTicket } from '../vod/upload-ticket'
import { encodeKey, signOssV4 } from './v4-signature'
import { escapeXml, readElement } from './xml'

/** WeChat ends a request after 60 s whatever it is told. */
const PART_TIMEOUT_MS = 60_000
const CONTROL_TIMEOUT_MS = 30_000

export interface OssOptions {
  ports: Ports
  clock: CloudClock
  /** Told of each request before it is sent, so that it can be aborted. */
  onCall: (call: HttpCall) => void
}

export interface UploadedPart {
  /** 1–10,000. */
  partNumber: number
  /** As OSS gave it, quotes included. */
  etag: string
  /** CRC-64 of the part as OSS counted it, unsigned decimal. */
  crc64: string
}

/**
 * The multipart calls on the one object of a ticket, signed with V4.
 * Every method rejects with an UploadError: oss_refused with OSS's code, oss_malformed, or what the http port rejects with.
 * Source: OSS documentation, "Multipart upload".
 */
export class OssClient {
  readonly #ticket: UploadTicket
  readonly #options: OssOptions

  constructor(ticket: UploadTicket, options: OssOptions) {
    this.#ticket = ticket
    this.#options = options
  }

  /** @returns the uploadId */
  async initiate(contentType: string): Promise<string> {
    const response = await this.#send('InitiateMultipartUpload', {
      method: 'POST',
      query: { uploads: '' },
      contentType,
      timeoutMs: CONTROL_TIMEOUT_MS,
    })
    return required(readElement(response.text, 'UploadId'), 'InitiateMultipartUpload', 'UploadId')
  }

  async uploadPart(uploadId: string, partNumber: number, body: ArrayBuffer): Promise<UploadedPart> {
    const response = await this.#send('UploadPart', {
      method: 'PUT',
      query: { partNumber: String(partNumber), uploadId },
      // Signed, and so never left to WeChat, which would send application/json.
      contentType: 'application/octet-stream',
      body,
      timeoutMs: PART_TIMEOUT_MS,
    })
    return {
      partNumber,
      etag: required(response.headers.etag, 'UploadPart', 'ETag'),
      crc64: required(response.headers['x-oss-hash-crc64ecma'], 'UploadPart', 'x-oss-hash-crc64ecma'),
    }
  }

  /**
   * Makes the object of its parts.
   * @param parts in ascending order
   * @returns CRC-64 of the object as OSS counted it, unsigned decimal
   */
  async complete(uploadId: string, parts: readonly UploadedPart[]): Promise<string> {
    const list = parts.map(
      ({ partNumber, etag }) => `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    )
    const response = await this.#send('CompleteMultipartUpload', {
      method: 'POST',
      query: { uploadId },
      contentType: 'application/xml',
      body: `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`,
      timeoutMs: PART_TIMEOUT_MS,
    })
    return required(response.headers['x-oss-hash-crc64ecma'], 'CompleteMultipartUpload', 'x-oss-hash-crc64ecma')
  }

  /** Drops the upload and its parts. */
  async abort(uploadId: string): Promise<void> {
    await this.#send('AbortMultipartUpload', { method: 'DELETE', query: { uploadId }, timeoutMs: CONTROL_TIMEOUT_MS })
  }

  async #send(
    operation: string,
    request: {
      method: HttpRequest['method']
      query: Record<string, string>
      contentType?: string
      body?: string | ArrayBuffer
      timeoutMs: number
    },
  ): Promise<HttpResponse> {
    const { address, auth } = this.#ticket
    const { method, query, body, timeoutMs } = request
    const headers = signOssV4(
      {
        method,
        bucket: address.bucket,
        key: address.key,
        query,
        headers: request.contentType === undefined ? {} : { 'content-type': request.contentType },
      },
      auth,
      this.#options.clock.now(),
    )
    const call = this.#options.ports.http.send({
      method,
      url: `${bucketUrl(address)}/${encodeKey(address.key)}?${encodeQuery(query)}`,
      headers,
      timeoutMs,
      ...(body !== undefined && { body }),
    })
    this.#options.onCall(call)
    const response = await call.response
    if (response.status >= 200 && response.status < 300) return response
    throw refusal(operation, response)
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
    status: response.status,
    cloudCode,
    ...(requestId !== undefined && { requestId }),
  })
}

function required(value: string | undefined, operation: string, name: string): string {
  if (!value) throw new UploadError('oss_malformed', `OSS's answer to ${operation} lacks ${name}.`)
  return value
}
