/** What keeps the SDK from being placed: one line for who ran the command, which says what to do where that is known. */
export class SdkError extends Error {}

/** What `npm run vendor-sdk` is to be given, in the words of Alibaba's download page. */
export const RIGHT_SDK = '"upload SDK for WeChat mini programs, 1.0.3"'

/** Why the system refuses a file, for the end of a line. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && REASONS[code]) ?? message
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'a folder is in its place',
  ERR_FS_EISDIR: 'a folder is in its place',
  ENOTDIR: 'a file is where its folder should be',
  EEXIST: 'a file is where its folder should be',
}
