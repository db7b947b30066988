import { UploadError } from '../errors'

/** What a call of `wx` fails with, as far as it can be relied on: nothing of it may be there, whatever the typings say. */
export interface WxFailure {
  errMsg: string
  errno: number | undefined
}

/** Reads what a `fail` callback was given, or what a call has thrown. */
export function readFailure(value: unknown): WxFailure {
  const { errMsg, errno, errCode, message } = (value ?? {}) as Record<string, unknown>
  const text = [errMsg, message].find((one) => typeof one === 'string' && one !== '')
  const number = [errno, errCode].map(Number).find((one) => Number.isInteger(one) && one !== 0)
  return {
    errMsg: (text as string | undefined) ?? (typeof value === 'string' ? value : 'no reason given'),
    errno: number,
  }
}

/** Source: WeChat's table of general error codes (errno): 5 is a time-out, 600003 a request that was interrupted. */
const TIMED_OUT = 5
const INTERRUPTED = 600_003

/** Why a request got no answer. */
export function failureOf(failure: unknown, host: string): UploadError {
  const { errMsg, errno } = readFailure(failure)
  if (errno === INTERRUPTED || /interrupted|中断/i.test(errMsg))
    return new UploadError('interrupted', `${host} did not answer in the background (${errMsg}).`)
  if (errno === TIMED_OUT || /time\s*(d )?out|超时/i.test(errMsg))
    return new UploadError('timed_out', `${host} did not answer in time (${errMsg}).`)
  return new UploadError('network_failed', `${host} cannot be reached (${errMsg}).`)
}

/**
 * 1300002: no such file or directory. 1300202: over the largest size that a call takes.
 * Source: WeChat's general error codes of FileSystemManager.
 */
const NO_SUCH_FILE = 1_300_002
const TOO_LARGE = 1_300_202

/** Why a file could not be opened or read; `cause` is what WeChat said. */
export function fileFailureOf(value: unknown): UploadError {
  const cause = readFailure(value)
  const { errMsg, errno } = cause
  // The words decide only where there is no code.
  const missing =
    errno === undefined
      ? /no such file|(not|n['’]t) exist|not found|不存在|找不到/i.test(errMsg)
      : errno === NO_SUCH_FILE
  return missing
    ? new UploadError('file_missing', `The file is gone (${errMsg}).`, { cause })
    : new UploadError('file_unreadable', `The file cannot be read (${errMsg}).`, { cause })
}

/**
 * Whether readFile will not touch a file of this size. Its documentation limits "a single file" to 100 MB, and leaves open
 * whether it means the file or what is read of it. The calls on descriptors have no such limit.
 */
export function refusesLargeFiles(error: unknown): boolean {
  const { errMsg, errno } = readFailure((error as UploadError).cause)
  return errno === TOO_LARGE || /1300202|size .*(limit|exceed)|(limit|exceed).* size/i.test(errMsg)
}
