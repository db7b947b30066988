import type { Checkpoint } from '../checkpoints'
import type { Engine } from '../engine'
import { exceptUploadErrors } from '../errors'
import type { Run } from '../run/run'
import type { UploadFile } from '../upload-file'
import { sizeOf } from './fingerprint'
import { distrustParts, type VerifyOptions, withFile, withVerifiedFile } from './verified-file'

/**
 * What an upload knows of its file before, and without, sending it.
 * @param expectedSize see VerifyOptions
 */
export function boundFile<F extends UploadFile>(
  checkpoint: Checkpoint<F>,
  { ports, newRun, checkpoints, conditions }: Pick<Engine<F>, 'ports' | 'newRun' | 'checkpoints' | 'conditions'>,
  expectedSize: () => number | undefined,
) {
  let binding: Run | undefined

  function verifyOptions(run: Run): VerifyOptions {
    return { checkpoint, ports, run, expectedSize }
  }

  return {
    verifyOptions,

    /** Bytes, by the file itself or else by whoever picked it; undefined while the file is being looked at. */
    get size(): number | undefined {
      const { fingerprint, file } = checkpoint
      if (fingerprint) return sizeOf(fingerprint)
      return binding ? undefined : Number(file.size) || 0
    },

    /**
     * Binds the upload to the file that lies at its path now, by size and samples: until its turn comes the temp file may
     * be gone, or another one may lie there. What goes wrong is met again, and shown, when its turn comes.
     * @param keep whether the checkpoint is to be saved
     */
    async bind(keep: () => boolean): Promise<void> {
      binding = newRun()
      const looked = withVerifiedFile(verifyOptions(binding), async () => {
        if (keep()) checkpoints.save(checkpoint)
      })
      await exceptUploadErrors(looked)
      binding = undefined
      conditions.changed()
    },

    /**
     * Whether the same file lies at another path. Rejects with an UploadError where that cannot be read.
     * @param orAny of a file of which nothing is known, since it could never be looked at, any is the same
     */
    isAt(path: string, orAny: boolean): Promise<boolean> {
      const { fingerprint } = checkpoint
      return withFile(path, ports, newRun(), async (_, found) => (fingerprint ? found === fingerprint : orAny))
    },

    /** The file lies at another path from now on: what was sent may be of what lay at the old one last. */
    moved(): void {
      distrustParts(checkpoint)
      delete checkpoint.modifiedAt
    },

    /** Stops looking at the file. */
    stop(): void {
      binding?.stop()
    },
  }
}
