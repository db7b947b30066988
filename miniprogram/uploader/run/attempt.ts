import { UploadError, type UploadErrorCode } from '../errors'

/** Logs what has failed where nobody else gets to know of it. */
export function warn(error: unknown): undefined {
  console.warn('The platform has failed.', error)
}

/** What a call of the platform returns; undefined where it throws. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    return warn(error)
  }
}

/** Any failure of the platform as an UploadError. */
export function asUploadError(error: unknown, code: UploadErrorCode): UploadError {
  return error instanceof UploadError
    ? error
    : new UploadError(code, `The platform has failed: ${error}`, { cause: error })
}
