import { UploadError } from '../errors'

/** What a call of `wx` fails with, as far as it can be relied on: nothing of it may be there, whatever the typings say. */
export interface WxFailure {
  errMsg: string
  errno: number | undefined
}

/** Reads what a `fail` callback was given, or what a call has thrown. */
export function readFailure(value: unknown): WxFailure {
  const { errMsg, errno, errCode, message } = (value ?? {}) as Record<string, unknown>
  const text = [errMsg, message, value, 'no reason given'].find((one) => one && typeof one === 'string')
  return { errMsg: text as string, errno: Number(errno) || Number(errCode) || undefined }
}

/**
 * Why a request got no answer. Source: WeChat's table of general error codes (errno): 5 is a time-out, 600003 a request
 * that was interrupted.
 */
export function failureOf(failure: unknown, host: string): UploadError {
  const { errMsg, errno } = readFailure(failure)
  const said = `${errno} ${errMsg}`
  if (/^600003 |interrupted|中断/i.test(said))
    return new UploadError('interrupted', `${host} did not answer in the background (${errMsg}).`)
  if (/^5 |time\s*(d )?out|超时/i.test(said))
    return new UploadError('timed_out', `${host} did not answer in time (${errMsg}).`)
  return new UploadError('network_failed', `${host} cannot be reached (${errMsg}).`)
}

/**
 * Why a file could not be opened or read; `cause` is what WeChat said. 1300002 is "no such file or directory"; the words
 * decide only where there is no code. Source: WeChat's general error codes of FileSystemManager.
 */
export function fileFailureOf(value: unknown): UploadError {
  const cause = readFailure(value)
  const { errMsg, errno } = cause
  const missing = /^(1300002 |undefined .*(no such file|(not|n['’]t) exist|not found|不存在|找不到))/i
  return missing.test(`${errno} ${errMsg}`)
    ? new UploadError('file_missing', `The file is gone (${errMsg}).`, { cause })
    : new UploadError('file_unreadable', `The file cannot be read (${errMsg}).`, { cause })
}

/**
 * Whether readFile will not touch a file of this size. Its documentation limits "a single file" to 100 MB, and leaves open
 * whether it means the file or what is read of it. The calls on descriptors have no such limit. 1300202 is "over the
 * largest size that a call takes".
 * @param error by fileFailureOf
 */
export function refusesLargeFiles(error: unknown): boolean {
  const { errMsg, errno } = readFailure((error as UploadError).cause)
  return /1300202|size .*(limit|exceed)|(limit|exceed).* size/i.test(`${errno} ${errMsg}`)
}
