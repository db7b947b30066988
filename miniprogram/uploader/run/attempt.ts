/** Logs what has failed where nobody else gets to know of it. */
export function warn(error: unknown): undefined {
  console.warn('The platform has failed.', error)
}

/** What a call of the platform returns; undefined where it throws. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    return warn(error)
  }
}
