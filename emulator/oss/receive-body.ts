import { CloudError } from '../errors'
import type { BodyFile } from './body-file'
import type { OssCall } from './call'
import type { PartsFile } from './multipart/parts-file'

/** Largest body of PutObject, PostObject and UploadPart. Source: the pages of the three. */
export const MAX_BODY_BYTES = 5 * 1024 ** 3

/**
 * Stores the body of a PUT, under no name yet. What the headers already show to be wrong is refused before anything is
 * read.
 * @param partsFile where it is a part's
 * @throws {CloudError} 400 EntityTooLarge, InvalidDigest; 411 MissingContentLength; 500 InternalError
 */
export async function receiveBody({ cloud, exchange }: OssCall, partsFile?: PartsFile): Promise<BodyFile> {
  const length = exchange.header('content-length')
  if (length === undefined && exchange.header('transfer-encoding') === undefined) {
    throw new CloudError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.')
  }
  if (Number(length) > MAX_BODY_BYTES) {
    throw new CloudError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.', {
      MaxSizeAllowed: String(MAX_BODY_BYTES),
      ProposedSize: String(length),
    })
  }
  const checkMd5 = contentMd5(exchange.header('content-md5'))
  const { objects } = cloud
  const file =
    partsFile && length !== undefined
      ? await objects.receivePart(exchange.request, partsFile, Number(length))
      : await objects.receive(exchange.request, MAX_BODY_BYTES)
  try {
    checkMd5(file.md5)
  } catch (error) {
    await objects.discard([file])
    throw error
  }
  return file
}

/**
 * The check that a Content-MD5 header asks for.
 * @throws {CloudError} 400 InvalidDigest, at once where the header is not the base64 of 16 bytes
 */
export function contentMd5(header: string | undefined): (md5: Buffer) => void {
  if (header === undefined) return () => undefined
  const stated = Buffer.from(header, 'base64')
  if (stated.length !== 16 || stated.toString('base64') !== header) {
    throw new CloudError(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', { ContentMD5: header })
  }
  return (md5) => {
    if (md5.equals(stated)) return
    throw new CloudError(400, 'InvalidDigest', 'The Content-MD5 you specified did not match what we received.', {
      ClientDigest: header,
      ServerDigest: md5.toString('base64'),
    })
  }
}
