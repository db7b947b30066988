export type LogLevel = 'debug' | 'log' | 'info' | 'warn' | 'error'

export interface LogLine {
  /** Milliseconds since the epoch, by the phone's clock. */
  at: number
  level: LogLevel
  /** Where it was written: the console, WeChat's log for operators, its log for users' complaints, or the phone itself. */
  from: 'console' | 'realtime log' | 'log' | 'phone'
  text: string
}

const MOST_LINES = 500

/** What the app has logged, newest last. */
export class LogBook {
  readonly lines: LogLine[] = []
  /** Grows with every change. */
  revision = 0

  add(from: LogLine['from'], level: LogLevel, parts: readonly unknown[]): void {
    this.lines.push({ at: Date.now(), level, from, text: parts.map(describe).join(' ') })
    if (this.lines.length > MOST_LINES) this.lines.shift()
    this.revision++
  }

  clear(): void {
    this.lines.length = 0
    this.revision++
  }

  /** Keeps what goes to the console, too. */
  followConsole(): void {
    for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
      const write = console[level].bind(console)
      console[level] = (...parts: unknown[]) => {
        write(...parts)
        this.add('console', level, parts)
      }
    }
  }
}

/** As text: an error with its stack, what is JSON as JSON. */
export function describe(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return String(value)
  }
}
