/**
 * What does not work in the vendor's 1.0.1, each by itself. Switched off, the stand-in does what the documentation of
 * 1.0.3 promises.
 */
export const FAULTS = [
  /** An answer to wx.uploadFile counts as success whatever its status: 403 and 5xx, too. */
  'statusIgnored',
  /** A failure of wx.uploadFile carries no code and no message, and onUploadFailed is not called for it. */
  'failureSilent',
  /** What OSS and VOD answer to an expired token is not recognized: onUploadTokenExpired is not called. */
  'expiryUnnoticed',
  /** resumeUploadWithAuth throws a ReferenceError: it calls a `base64` that nothing declares. */
  'resumeWithAuthBroken',
  /**
   * resumeUploadWithSTSToken, once the object's name is known, asks VOD for a video with that name as its VideoId, and
   * stumbles over the answer, whatever it is.
   */
  'resumeWithStsTokenBroken',
  /** Nothing ends an upload that is under way: the task is not kept. stopUpload, which wants to abort it, throws. */
  'cancelEmpty',
  /** onUploadProgress gets 0 to 100 instead of 0 to 1. */
  'percentProgress',
  /** Why VOD refuses an upload is lost: code and message are GetUploadAuthFailed. */
  'createFailureGeneric',
] as const

export type Fault = (typeof FAULTS)[number]
