/** Callbacks that every asynchronous call of WeChat takes. */
export interface Callbacks<Result> {
  success?: (result: Result & { errMsg: string }) => void
  fail?: (error: Failure) => void
  complete?: (result: never) => void
}

export interface Failure {
  errMsg: string
  errno?: number
  /** Older calls have this instead. */
  errCode?: number
}

/** What a call fails with: `reason` follows `name:fail `. */
export class CallError extends Error {
  readonly errno: number | undefined
  readonly errCode: number | undefined

  constructor(reason: string, errno?: number, errCode?: number) {
    super(reason)
    this.errno = errno
    this.errCode = errCode
  }
}

/**
 * An asynchronous call as WeChat has them: with a callback it returns nothing and calls back, without one it returns a
 * promise. Callbacks come later, never within the call.
 */
export function asyncCall<Option extends object, Result>(
  name: string,
  run: (option: Option) => Result | Promise<Result>,
) {
  return (option = {} as Option & Callbacks<Result>): Promise<Result & { errMsg: string }> | undefined => {
    const promise = Promise.resolve().then(() => run(option as Option))
    return settle(name, option as Callbacks<Result>, promise)
  }
}

/** Hands the outcome to the callbacks, or to the promise that is returned where there is none. */
export function settle<Result>(
  name: string,
  callbacks: Callbacks<Result>,
  promise: Promise<Result>,
): Promise<Result & { errMsg: string }> | undefined {
  const { success, fail, complete } = callbacks
  const outcome = promise.then(
    (result) => ({ ...(result as object), errMsg: `${name}:ok` }) as Result & { errMsg: string },
    (error: unknown) => {
      throw failure(name, error)
    },
  )
  if (!success && !fail && !complete) return outcome
  outcome.then(
    (result) =>
      later(
        () => success?.(result),
        () => complete?.(result as never),
      ),
    (error: Failure) =>
      later(
        () => fail?.(error),
        () => complete?.(error as never),
      ),
  )
  return undefined
}

function failure(name: string, error: unknown): Failure {
  if (!(error instanceof CallError) && !(error instanceof Error)) throw error
  const { errno, errCode } = error instanceof CallError ? error : {}
  return {
    errMsg: `${name}:fail ${error.message}`,
    ...(errno !== undefined && { errno }),
    ...(errCode !== undefined && { errCode }),
  }
}

/** An error in a callback is the app's: it must reach the page's error log, not a promise of ours. */
function later(...callbacks: (() => void)[]): void {
  for (const callback of callbacks) {
    try {
      callback()
    } catch (error) {
      reportError(error)
    }
  }
}
