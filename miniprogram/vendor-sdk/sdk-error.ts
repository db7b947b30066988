import { UploadError } from '../uploader/transfer-kit'

/** What only an upload with the vendor's SDK can fail of. */
declare module '../uploader/errors' {
  interface PluginErrorCodes {
    /** The SDK gave up, for a reason of its own. */
    sdk_failed: true
    /** The SDK was chosen, and is not there. */
    sdk_missing: true
    /** The file is larger than the SDK can upload. */
    file_too_large: true
  }
}

/** The SDK gave up. Another attempt may succeed: each begins with an SDK of its own. */
export function gaveUp(why: string, cause?: unknown): UploadError {
  return new UploadError('sdk_failed', `The vendor's SDK has given up: ${why}`, { cause, passing: true })
}
