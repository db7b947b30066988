import { addGlobalErrorListener, addGlobalWarningListener } from 'glass-easel'
import type { ErrorPlace } from './build-change'
import type { ErrorOverlay } from './error-overlay'
import { describe } from './log-book'

/** Errors of the app, kept for tests and shown on the page, with their place in the sources. */
export class ErrorLog {
  readonly messages: string[] = []
  readonly #overlay: ErrorOverlay

  constructor(overlay: ErrorOverlay) {
    this.#overlay = overlay
  }

  /** Reports what breaks: thrown errors, rejected promises, what glass-easel complains of, and calls of console.error. */
  listen(onError: (message: string) => void): void {
    const consoleError = console.error.bind(console)
    console.error = (...parts: unknown[]) => {
      consoleError(...parts)
      const error = parts.find((part) => part instanceof Error) ?? new Error()
      this.#show(parts.map(describe).join(' '), error)
    }
    window.addEventListener('error', ({ error, message }) => {
      if (!(error ?? message)) return
      this.#show(describe(error ?? message), error)
      onError(describe(error ?? message))
    })
    window.addEventListener('unhandledrejection', ({ reason }) => this.#show(describe(reason), reason))
    addGlobalErrorListener((error, method) => {
      console.error(error, method ?? '')
      onError(describe(error))
      return false
    })
    addGlobalWarningListener((message) => {
      console.error(message)
      return false
    })
  }

  #show(message: string, error: unknown): void {
    this.messages.push(message)
    const locate = this.#overlay.add(message)
    const stack = error instanceof Error ? (error.stack ?? '') : ''
    void placeOf(message, stack).then((place) => place && locate(place))
  }
}

/** Asks the preview's server, which has the source maps. */
async function placeOf(message: string, stack: string): Promise<ErrorPlace | undefined> {
  try {
    const body = JSON.stringify({ message, stack })
    const response = await fetch('/__preview/errors', { method: 'POST', body })
    return response.ok ? ((await response.json()) as ErrorPlace) : undefined
  } catch {
    // The server has ended: the message has to do.
    return undefined
  }
}
