import type { Checkpoint } from '../checkpoints'
import { UploadError } from '../errors'
import type { OpenFile, Ports } from '../ports'
import { CpuBreaks } from '../run/cpu-breaks'
import type { Run } from '../run/run'
import { fingerprint } from './fingerprint'

/**
 * Opens the file of an upload, makes sure that it is the one that the upload began with, works on it, and closes it,
 * whatever happens to the run. The checkpoint has its fingerprint by then.
 * @throws {UploadError} file_empty, file_changed, or as the port's `open` and `read`
 */
export function withVerifiedFile<T>(
  checkpoint: Checkpoint,
  ports: Ports,
  run: Run,
  work: (file: OpenFile) => Promise<T>,
): Promise<T> {
  return withFile(checkpoint.file.path, ports, run, async (file, found) => {
    checkpoint.fingerprint ??= found
    if (checkpoint.fingerprint !== found) {
      throw new UploadError('file_changed', 'The upload began with another file.')
    }
    return work(file)
  })
}

/**
 * Opens a file, works on it, and closes it, whatever happens to the run. `work` gets its fingerprint, too.
 * @throws {UploadError} file_empty, or as the port's `open` and `read`
 */
export async function withFile<T>(
  path: string,
  { files, now }: Ports,
  run: Run,
  work: (file: OpenFile, fingerprint: string) => Promise<T>,
): Promise<T> {
  const opening = files.open(path)
  let file: OpenFile | undefined
  try {
    file = await run.until(opening)
    if (file.size === 0) throw new UploadError('file_empty', 'The file is empty.')
    return await work(file, await run.until(fingerprint(file, new CpuBreaks(now, run))))
  } finally {
    if (file) await file.close()
    // The run was stopped while the file was being opened, or it could not be opened, and then the caller has the error.
    else opening.then((late) => late.close()).catch(() => undefined)
  }
}
