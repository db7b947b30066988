import { noAnswer } from '../errors'
import type { Files, OpenFile, Ports } from '../ports'
import { asUploadError, warn } from './attempt'
import { withDeadline } from './deadline'

/** For one answer of the platform's about a file, or for one slice of its bytes. */
const FILE_TIMEOUT_MS = 15_000

/** The ports that the engine relies on everywhere. Those that it listens to, conditions.ts guards, and requests run.ts. */
export type GuardedPorts = Pick<Ports, 'http' | 'files' | 'now' | 'random' | 'setTimer' | 'storage'>

/**
 * The ports as the engine may rely on them, whatever the platform does: no call throws, but for those of the storage, for
 * which Checkpoints answers; every promise settles; every rejection is an UploadError. What has failed is logged where nobody
 * else gets to know of it.
 */
export function guardPorts(ports: Ports): GuardedPorts {
  const { http, storage } = ports
  const setTimer: Ports['setTimer'] = (callback, ms) => ports.setTimer(callback, ms)
  return {
    now: () => ports.now(),
    random: () => ports.random(),
    setTimer,
    http,
    files: guardFiles(ports.files, setTimer),
    ...(storage && { storage }),
  }
}

function guardFiles(files: Files, setTimer: Ports['setTimer']): Files {
  /** @param question gets the number of times that it was asked before */
  async function ask<T>(question: (before: number) => Promise<T>): Promise<T> {
    for (let before = 0; ; before++) {
      const late = noAnswer('file_unreadable')
      try {
        return await withDeadline(() => question(before), FILE_TIMEOUT_MS, setTimer, late)
      } catch (error) {
        // Lost callbacks are rare and come singly: what only reads is asked once more.
        if (error !== late || before) throw asUploadError(error, 'file_unreadable')
      }
    }
  }
  const guard = (file: OpenFile): OpenFile => {
    const { size, modifiedAt } = file
    const stat = file.stat?.bind(file)
    return {
      size,
      ...(modifiedAt && { modifiedAt }),
      ...(stat && { stat: () => ask(stat) }),
      // A second try must not share a buffer with the first, which may still be filling it.
      read: (position, length, into) => ask((before) => file.read(position, length, before ? undefined : into)),
      close: () => withDeadline(() => file.close(), FILE_TIMEOUT_MS, setTimer).catch(warn),
    }
  }
  return { open: async (path) => guard(await ask(() => files.open(path))) }
}
