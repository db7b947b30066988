/**
 * What another way of sending files is built from: a `TransferFactory` for `UploaderOptions.transfer`. It gets its place
 * at VOD from videoPlace and Authority, its file from withVerifiedFile, its patience from retryBudget; the queue, the
 * states, the holds and the snapshots stay the engine's. `vendor-sdk/` is built from this file and index.ts alone.
 */

export type { Checkpoint } from './checkpoints'
export type { CloudClock } from './cloud/clock'
export type { Engine } from './engine'
export { hasCode, UploadError } from './errors'
export { withVerifiedFile } from './file/verified-file'
export { ossRefusal } from './oss/oss-client'
export { type ProgressMeter, progressMeter } from './progress'
export { type RetryBudget, retryBudget } from './run/retry'
export type { Run } from './run/run'
export type { Transfer, TransferEvents, TransferFactory, UploadResult } from './transfer'
export { describeFile } from './upload-file'
export { type AuthRequest, isToken, type VideoDescription } from './video/authority'
export { type VideoPlace, videoPlace } from './video/video-place'
export { DOCUMENTED_LIFE_MS, type EncodedTicket } from './vod/upload-ticket'
export { failureOf, readFailure, type WxFailure } from './wx/wx-failure'
