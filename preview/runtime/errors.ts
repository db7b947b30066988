import { addGlobalErrorListener, addGlobalWarningListener } from 'glass-easel'

/** Errors of the app, kept for tests and shown on the page. */
export class ErrorLog {
  readonly messages: string[] = []
  #list: HTMLElement | undefined

  /** Reports what breaks: thrown errors, rejected promises, what glass-easel complains of, and calls of console.error. */
  listen(onError: (message: string) => void): void {
    const consoleError = console.error.bind(console)
    console.error = (...parts: unknown[]) => {
      consoleError(...parts)
      this.#show(parts.map(describe).join(' '))
    }
    window.addEventListener('error', ({ error, message }) => {
      if (!(error ?? message)) return
      this.#show(describe(error ?? message))
      onError(describe(error ?? message))
    })
    window.addEventListener('unhandledrejection', ({ reason }) => this.#show(describe(reason)))
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

  #show(message: string): void {
    this.messages.push(message)
    if (!this.#list) {
      this.#list = document.createElement('div')
      this.#list.className = 'error-list'
      this.#list.setAttribute('role', 'alert')
      document.body.append(this.#list)
    }
    const item = document.createElement('pre')
    item.textContent = message
    this.#list.append(item)
  }
}

function describe(value: unknown): string {
  return value instanceof Error ? (value.stack ?? value.message) : String(value)
}
