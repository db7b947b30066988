import { combineCrc64, crc64 } from '../../miniprogram/uploader/crypto/crc64'
import type { BodyFile } from './body-file'
import type { OssCall } from './call'
import type { StoredObject } from './object-store'
import { checkOverwrite } from './overwrite'

const DEFAULT_CONTENT_TYPE = 'application/octet-stream'

/**
 * Makes an object of files that have been received, and notifies VOD. The files are the object's from here on; where it
 * may not be overwritten, they are deleted.
 * @throws {CloudError} 409 FileAlreadyExists
 */
export async function storeObject(
  oss: OssCall,
  object: Pick<StoredObject, 'files' | 'etag' | 'type'> & {
    contentType: string | undefined
    forbidOverwrite: string | undefined
    key?: string
  },
): Promise<StoredObject> {
  const { cloud, bucket } = oss
  const { files, etag, type, contentType = DEFAULT_CONTENT_TYPE, forbidOverwrite, key = oss.key } = object
  try {
    // Somebody else may have been quicker while this body was under way.
    checkOverwrite(oss, forbidOverwrite, key)
  } catch (error) {
    await cloud.objects.discard(files)
    throw error
  }
  const stored: StoredObject = { ...measure(files), files, etag, type, contentType, lastModified: oss.now() }
  await cloud.objects.put(bucket, key, stored)
  cloud.videos.objectStored(bucket, key)
  return stored
}

function measure(files: readonly BodyFile[]): Pick<StoredObject, 'size' | 'crc64'> {
  return files.reduce(
    (whole, file) => ({
      size: whole.size + file.size,
      crc64: combineCrc64(whole.crc64, file.crc64, file.size),
    }),
    { size: 0, crc64: crc64(new Uint8Array(0)) },
  )
}
