import { hasCode } from '../errors'
import { combineChecksums } from '../file/checksum'
import type { VerifiedFile } from '../file/verified-file'
import { ossClient } from '../oss/oss-client'
import { retryBudget } from '../run/retry'
import type { Run } from '../run/run'
import type { FileDescription, UploadFile } from '../upload-file'
import type { VideoDescription } from '../video/authority'
import type { MultipartUpload } from './multipart-upload'
import { otherBytes } from './other-bytes'
import { sendParts } from './send-parts'
import { dropForeignParts, verifyParts } from './verify-parts'

/** How often the parts of one run may turn out to be gone or changed before that is no accident any more. */
const MAX_RECOVERIES = 3

/**
 * One run of a file's way to OSS: from its video to the completed object, or as far as it gets. Resolves once OSS has the
 * whole file. Rejects with an UploadError.
 */
export async function sendFile<F extends UploadFile>(
  upload: MultipartUpload<F>,
  file: VerifiedFile,
  { fileName, title, contentType }: FileDescription,
  run: Run,
): Promise<void> {
  const { checkpoint, engine, events, place, partSize, parts, meter } = upload
  const { now } = engine.ports
  const oss = ossClient(place, engine.clock, run)
  const { withRetry } = retryBudget(engine, events, run)
  const video: VideoDescription = { fileName, title, fileSize: file.size }

  /** The first request to OSS opens its connection, too: half of its time is about a round trip. */
  function first<T>(request: () => Promise<T>): Promise<T> {
    return withRetry(async () => {
      const askedAt = now()
      const answer = await request()
      partSize.roundTrip((now() - askedAt) / 2)
      return answer
    })
  }

  /** The multipart upload at OSS that the parts go to, begun or found again with what it has of them. */
  async function getUploadId(): Promise<string> {
    const { uploadId, completing } = checkpoint
    if (uploadId) {
      if (!parts.listed) parts.compare(await first(() => oss.listParts(uploadId)))
      return uploadId
    }
    // After a Complete whose answer was lost the object may be there: then OSS refuses to begin anew.
    const begun = await first(() => oss.initiate(contentType, completing))
    if (completing) events.onNews({ notice: 'parts_gone' })
    parts.restart(begun)
    return begun
  }

  async function complete(uploadId: string): Promise<void> {
    const sent = parts.sent()
    if (parts.sentBytes() !== file.size) throw new Error('bytes not sent')
    const ours = await combineChecksums(sent, run)
    parts.keep({ completing: true })
    const mismatch = otherBytes('the file', await withRetry(() => oss.complete(uploadId, sent)), ours)
    if (!mismatch) return
    // The object is made, of other bytes: nothing of it can be used.
    parts.restart()
    throw mismatch
  }

  /** Puts right what can be put right by going on from what is still there. */
  function recover(error: unknown, cloudCode: string): boolean {
    const { completing } = checkpoint
    if (hasCode(error, 'video_gone')) {
      place.forget()
      parts.restart()
      events.onNews({ notice: 'video_gone' })
    } else if (cloudCode === 'NoSuchUpload') {
      // Perhaps Complete has worked and its answer was lost: to begin anew finds out.
      parts.restart(undefined, completing)
      if (!completing) events.onNews({ notice: 'parts_gone' })
    } else {
      // A request that was given up on has arrived late, over a part that was sent since: OSS's list shows which.
      if (!/^(InvalidPart(Order)?|EntityTooSmall)$/.test(cloudCode)) return false
      parts.listed = false
    }
    return true
  }

  for (let recoveries = 0; ; ) {
    try {
      // The video's place at OSS is made once, ever. Looked at again after each wait: what an earlier run has begun to make
      // may be there by then.
      await withRetry(async () => {
        if (!place.ticket) await run.until(place.make((own) => engine.authority.createUpload(video, own)))
      })
      events.onNews({ retrying: undefined })
      // The app's server is told of the video while OSS is asked: no byte goes before both have answered.
      const registering = withRetry(() => place.register(video, run))
      const getting = getUploadId()
      await Promise.allSettled([registering, getting])
      await registering
      const uploadId = await getting
      await dropForeignParts(upload, file, run)
      events.onPhase('uploading')
      events.onNews({ progress: meter.start(parts.sentBytes()), retrying: undefined })
      await run.branch((branch) => sendParts(upload, file, uploadId, branch))
      await file.look()
      await verifyParts(upload, file, run)
      return await complete(uploadId)
    } catch (error) {
      const cloudCode = (hasCode(error, 'oss_refused') && error.cloudCode) || ''
      // Complete had worked, and its answer was lost: the object is there already.
      if (checkpoint.completing && (hasCode(error, 'video_complete') || cloudCode === 'FileAlreadyExists')) return
      if (run.stopped || ++recoveries > MAX_RECOVERIES || !recover(error, cloudCode)) throw error
    }
  }
}
