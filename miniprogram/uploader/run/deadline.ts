import type { Ports } from '../ports'

/**
 * A promise with an end: settles as `promise` does, or rejects with `late()` after so many milliseconds. What `promise`
 * does later reaches nobody.
 */
export function withDeadline<T>(
  promise: Promise<T>,
  ms: number,
  setTimer: Ports['setTimer'],
  late: () => unknown,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const endTimer = setTimer(() => reject(late()), ms)
    const settle =
      <A>(end: (value: A) => void) =>
      (value: A) => {
        endTimer()
        end(value)
      }
    promise.then(settle(resolve), settle(reject))
  })
}
