import type { Checkpoint } from '../checkpoints'
import { UploadError } from '../errors'
import type { OpenFile, Ports } from '../ports'
import type { Run } from '../run/run'
import { fingerprint } from './fingerprint'
import { readSlice } from './read-slice'

/** The file of an upload, open, known to be the one that was picked. */
export interface VerifiedFile extends Pick<OpenFile, 'size'> {
  /**
   * Bytes of the file, as readSlice; and whether the platform says that something else lies at the path now, or that it
   * was written to: if so, looks closer.
   * @throws {UploadError} file_changed, or as the port's `open` and `read`
   */
  read: OpenFile['read']
  /**
   * Opens the path anew and compares size and samples with those of the file that was picked. Where only its time of
   * change is another, the checkpoint says that its parts are unverified.
   * @throws {UploadError} file_changed, or as the port's `open` and `read`
   */
  look(): Promise<void>
}

export interface VerifyOptions {
  checkpoint: Checkpoint
  ports: Ports
  run: Run
  /**
   * Bytes that a file should have of which nothing else is known yet: another upload has the same path, so that one of the
   * two has lost its file. Undefined where nothing is wrong with whatever lies there.
   */
  expectedSize?(): number | undefined
}

/**
 * Opens the file of an upload, makes sure that it is the one that was picked, works on it, and closes it, whatever happens
 * to the run. The checkpoint has its fingerprint by then.
 *
 * A file is known by its size, by samples of its bytes (fingerprint.ts) and, where the platform tells it, by its time of
 * change. What this cannot see: bytes between the samples that change without another size or time of change.
 * @throws {UploadError} file_empty, file_changed, or as the port's `open` and `read`
 */
export function withVerifiedFile<T>(options: VerifyOptions, work: (file: VerifiedFile) => Promise<T>): Promise<T> {
  const { checkpoint, ports, run, expectedSize } = options
  const { path } = checkpoint.file
  const look = () => withFile(path, ports, run, compare)

  /** Compares what lies at the path with what the checkpoint knows, which takes note of it. */
  async function compare({ size, modifiedAt }: OpenFile, found: string): Promise<void> {
    const { fingerprint: known, modifiedAt: modifiedBefore } = checkpoint
    const isOther = known ? known !== found : (expectedSize?.() ?? size) !== size
    if (isOther || (modifiedBefore && modifiedAt !== modifiedBefore)) distrustParts(checkpoint)
    if (isOther) throw new UploadError('file_changed', 'The file is another one.')
    checkpoint.fingerprint = found
    if (modifiedAt) checkpoint.modifiedAt = modifiedAt
  }

  return withFile(path, ports, run, async (file, found) => {
    await compare(file, found)
    return work({
      ...file,
      look,
      async read(...slice) {
        const bytes = await readSlice(file, ...slice)
        const { size, modifiedAt } = (await file.stat?.()) ?? file
        if (size !== file.size || modifiedAt !== file.modifiedAt) await look()
        return bytes
      },
    })
  })
}

/** Some of what was sent may be of another file: it counts only once it was compared with the file, byte by byte. */
export function distrustParts(checkpoint: Checkpoint): void {
  if (checkpoint.parts) checkpoint.partsUnverified = true
}

/**
 * Opens a file, works on it, and closes it, whatever happens to the run. `work` gets its fingerprint, too.
 * @throws {UploadError} file_empty, or as the port's `open` and `read`
 */
export async function withFile<T>(
  path: string,
  { files }: Ports,
  run: Run,
  work: (file: OpenFile, fingerprint: string) => Promise<T>,
): Promise<T> {
  const opening = files.open(path)
  try {
    const file = await run.until(opening)
    if (!file.size) throw new UploadError('file_empty', 'The file is empty.')
    return await work(file, await run.until(fingerprint(file, run)))
  } finally {
    // Perhaps the run was stopped while it was being opened. Where it cannot be opened, the caller has the error.
    opening.then((file) => file.close()).catch(() => undefined)
  }
}
