import type { Files, OpenFile } from '../uploader/index'
import type { SetTimer } from '../wechat/calls'

/** Milliseconds that WeChat gets. What is not known by then is met again when the upload begins. */
const LOOK_WITHIN_MS = 5_000
/** Enough to know a file's type by. */
const HEAD_BYTES = 400

export interface FileLook {
  /** Bytes. */
  size: number
  /** The first bytes. */
  head: Uint8Array
}

/** Size and first bytes of a file; `gone` where there is none; undefined where WeChat does not tell. */
export async function lookAtFile(
  path: string,
  files: Files,
  setTimer: SetTimer,
): Promise<FileLook | 'gone' | undefined> {
  let endTimer: (() => void) | undefined
  const late = new Promise<undefined>((resolve) => {
    endTimer = setTimer(() => resolve(undefined), LOOK_WITHIN_MS)
  })
  const looked = look(path, files).catch((error: unknown) =>
    (error as { code?: unknown }).code === 'file_missing' ? ('gone' as const) : undefined,
  )
  return Promise.race([looked, late]).finally(endTimer)
}

async function look(path: string, files: Files): Promise<FileLook> {
  const file: OpenFile = await files.open(path)
  try {
    const { size } = file
    const length = Math.min(HEAD_BYTES, size)
    const head = length === 0 ? new Uint8Array(0) : new Uint8Array(await file.read(0, length))
    return { size, head: head.slice(0, length) }
  } finally {
    file.close().catch((error: unknown) => console.warn('A file was not closed.', error))
  }
}
