import { hasCode, type UploadError } from '../errors'
import { combineChecksums } from '../file/checksum'
import { ossClient } from '../oss/oss-client'
import { cpuBreaks } from '../run/cpu-breaks'
import { RetryBudget } from '../run/retry'
import type { Run } from '../run/run'
import type { UploadFile } from '../upload-file'
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
export async function sendFile<F extends UploadFile>(upload: MultipartUpload<F>): Promise<void> {
  const { engine, events, place, partSize, parts, file, meter, description, run } = upload
  const { ports, conditions, settings } = engine
  const oss = ossClient(place, engine.clock, run)
  const retryBudget = newRetryBudget(run)
  const { fileName, title } = description
  const video: VideoDescription = { fileName, title, fileSize: file.size }

  function newRetryBudget(within: Run): RetryBudget {
    const { tries } = settings
    const onRetry = (retrying: UploadError) => events.onNews({ retrying })
    return new RetryBudget({ run: within, conditions, ports, tries, onRetry })
  }

  function withRetry<T>(attempt: () => Promise<T>): Promise<T> {
    return retryBudget.withRetry(attempt, () => events.ready(run))
  }

  /** The first request to OSS opens its connection, too: half of its time is about a round trip. */
  async function timed<T>(request: () => Promise<T>): Promise<T> {
    const askedAt = ports.now()
    const answer = await request()
    partSize.roundTrip((ports.now() - askedAt) / 2)
    return answer
  }

  /** The video's place at OSS: made once, ever. */
  async function getPlace(): Promise<void> {
    // Looked at again after each wait: what an earlier run has begun to make may be there by then.
    await withRetry(async () => {
      if (!place.ticket) await run.until(place.make((own) => engine.authority.createUpload(video, own)))
    })
    events.onNews({ videoId: place.videoId, retrying: undefined })
  }

  /** Tells the app's server of the video while OSS is asked: no byte goes before both have answered. */
  async function registerAndGetUploadId(): Promise<string | undefined> {
    const registering = withRetry(() => place.register(video, run))
    const getting = getUploadId()
    await Promise.allSettled([registering, getting])
    await registering
    return getting
  }

  /** The multipart upload at OSS that the parts go to, begun or found again with what it has of them. */
  async function getUploadId(): Promise<string | undefined> {
    const { uploadId, completing } = parts
    if (uploadId !== undefined) {
      if (!parts.listed) parts.compare(await withRetry(() => timed(() => oss.listParts(uploadId))))
      return uploadId
    }
    let begun: string
    try {
      // After a Complete whose answer was lost the object may be there: then OSS refuses to begin anew.
      begun = await withRetry(() => timed(() => oss.initiate(description.contentType, completing)))
    } catch (error) {
      if (completing && refusedWith(error, 'FileAlreadyExists')) return undefined
      throw error
    }
    if (completing) events.onNews({ notice: 'parts_gone' })
    parts.began(begun)
    return begun
  }

  async function complete(uploadId: string): Promise<void> {
    const { sent, complete } = parts.ranges
    if (!complete) throw new Error('bytes not sent')
    const ours = await combineChecksums(sent, cpuBreaks(ports.now, run))
    parts.completes()
    const theirs = await withRetry(() => oss.complete(uploadId, sent))
    if (!ours || !theirs || ours === theirs) return
    // The object is made, of other bytes: nothing of it can be used.
    parts.forget()
    throw otherBytes('the file', theirs, ours)
  }

  /** Puts right what can be put right by going on from what is still there. */
  function recover(error: unknown): boolean {
    const { completing } = parts
    if (hasCode(error, 'video_gone')) {
      place.forget()
      parts.forget()
      events.onNews({ notice: 'video_gone' })
    } else if (refusedWith(error, 'NoSuchUpload')) {
      // Perhaps Complete has worked and its answer was lost: to begin anew finds out.
      parts.forget(completing)
      if (!completing) events.onNews({ notice: 'parts_gone' })
    } else {
      // A request that was given up on has arrived late, over a part that was sent since: OSS's list shows which.
      if (!refusedWith(error, 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall')) return false
      parts.listed = false
    }
    return true
  }

  for (let recoveries = 0; ; ) {
    try {
      await getPlace()
      const uploadId = await registerAndGetUploadId()
      // Undefined: the object is there already.
      if (uploadId === undefined) return
      await dropForeignParts(upload)
      events.onPhase('uploading')
      events.onNews({ progress: meter.start(parts.ranges.sentBytes), retrying: undefined })
      await run.branch((branch) => sendParts(upload, uploadId, branch, newRetryBudget(branch)))
      await file.look()
      await verifyParts(upload)
      return await complete(uploadId)
    } catch (error) {
      // Complete had worked, and its answer was lost.
      if (hasCode(error, 'video_complete') && parts.completing) return
      if (run.stopped || ++recoveries > MAX_RECOVERIES || !recover(error)) throw error
    }
  }
}

function refusedWith(error: unknown, ...cloudCodes: string[]): boolean {
  return hasCode(error, 'oss_refused') && cloudCodes.includes(error.cloudCode ?? '')
}
