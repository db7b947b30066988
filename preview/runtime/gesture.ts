let depth = 0

/** Runs the handlers of a user's tap. */
export function duringTap<Result>(run: () => Result): Result {
  depth++
  try {
    return run()
  } finally {
    depth--
  }
}

/**
 * Whether a tap is being handled right now. Some calls of WeChat work then alone; what comes after a promise or a timer
 * is too late on one phone or another.
 */
export function isDuringTap(): boolean {
  return depth > 0
}
