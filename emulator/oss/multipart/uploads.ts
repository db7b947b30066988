import { randomBytes } from 'node:crypto'
import { CloudError } from '../../errors'
import type { BodyFile } from '../body-file'
import { PartsFile } from './parts-file'

export interface Upload {
  uploadId: string
  bucket: string
  key: string
  contentType: string | undefined
  /** By part number. */
  parts: Map<number, Part>
  /** For their bytes. */
  partsFile: PartsFile
}

export const MAX_PART_NUMBER = 10_000

export interface Part {
  /** From 1 to MAX_PART_NUMBER. */
  number: number
  file: BodyFile
  /** Without quotes. */
  etag: string
  /** Milliseconds since 1970. */
  lastModified: number
}

/** The multipart uploads that are neither completed nor aborted. */
export class MultipartUploads {
  readonly #directory: string
  readonly #uploads = new Map<string, Upload>()

  /** @param directory for the bytes of parts */
  constructor(directory: string) {
    this.#directory = directory
  }

  initiate(bucket: string, key: string, contentType: string | undefined): Upload {
    const uploadId = randomBytes(16).toString('hex').toUpperCase()
    const partsFile = new PartsFile(this.#directory)
    const upload = { uploadId, bucket, key, contentType, parts: new Map(), partsFile }
    this.#uploads.set(uploadId, upload)
    return upload
  }

  /**
   * An upload is known only under the object it was initiated for.
   * @throws {CloudError} 404 NoSuchUpload
   */
  get(bucket: string, key: string, uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId)
    if (!upload || upload.bucket !== bucket || upload.key !== key) {
      throw new CloudError(
        404,
        'NoSuchUpload',
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
        { UploadId: uploadId, EC: '0042-00000104' },
      )
    }
    return upload
  }

  end({ uploadId }: Upload): void {
    this.#uploads.delete(uploadId)
  }

  reset(): void {
    this.#uploads.clear()
  }
}
