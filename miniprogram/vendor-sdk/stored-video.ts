import { hasCode, type Run, UploadError } from '../uploader/transfer-kit'
import { gaveUp } from './sdk-error'

/** A video as VOD sees it. */
export interface StoredVideo {
  /** VOD's status, `Uploading` before the file is there. */
  status: string
  /** Bytes. */
  size: number
}

/** The file is there as a whole; VOD awaits it; it is there, and VOD has not counted its bytes. */
export type Found = 'there' | 'awaited' | 'uncounted'

/** Waits between the looks for what VOD has, milliseconds: two minutes in all. It learns of a file from OSS, a while later. */
const LOOKS_MS = [0, 500, 1000, 2000, 4000, 7500, 15_000, 30_000, 60_000]

/**
 * What VOD has of a video; an UploadError where it cannot be asked.
 * @param check asks VOD
 * @param size bytes that the video should have
 * @throws {UploadError} sdk_failed where VOD has something else, video_gone
 */
export async function lookFor(check: () => Promise<StoredVideo>, size: number): Promise<Found | UploadError> {
  let video: StoredVideo
  try {
    video = await check()
  } catch (cause) {
    if (hasCode(cause, 'video_gone')) throw cause
    return new UploadError('credentials_failed', `VOD cannot be asked for the file: ${cause}`, { cause })
  }
  if (video.status === 'Uploading') return 'awaited'
  if (video.status !== 'UploadFail' && video.size === 0) return 'uncounted'
  if (video.status !== 'UploadFail' && video.size === size) return 'there'
  throw gaveUp(`VOD has ${video.size} of ${size} bytes (${video.status}).`)
}

/**
 * Waits until VOD has the file.
 * @param seen OSS was seen to say so: where VOD cannot be asked, or does not count the bytes, that counts
 * @throws {UploadError} as lookFor, timed_out where VOD has nothing, or credentials_failed
 */
export async function confirmStored(look: () => Promise<Found | UploadError>, seen: boolean, run: Run): Promise<void> {
  let found: Found | UploadError = 'awaited'
  for (const wait of LOOKS_MS) {
    await run.sleep(wait)
    found = await run.until(look())
    if (found === 'there') return
  }
  if (seen && found !== 'awaited') return
  throw found instanceof UploadError ? found : new UploadError('timed_out', 'VOD has not received the file.')
}
