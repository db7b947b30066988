/** What keeps the mini program from WeChat, told in words; exit code 1. */
export class UploadError extends Error {}
