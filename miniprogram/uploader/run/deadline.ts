import { noAnswer } from '../errors'
import type { Ports } from '../ports'

/**
 * An answer with an end: settles as `ask` does, or rejects with `late` after so many milliseconds. What comes later
 * reaches nobody. What `ask` throws is a rejection too.
 */
export function withDeadline<T>(
  ask: () => Promise<T>,
  ms: number,
  setTimer: Ports['setTimer'],
  late = noAnswer(),
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const endTimer = setTimer(() => reject(late), ms)
    Promise.resolve().then(ask).finally(endTimer).then(resolve, reject)
  })
}
