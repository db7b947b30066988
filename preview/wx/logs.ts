import type { LogBook, LogLevel } from '../runtime/log-book'

/** Characters of one entry in WeChat's realtime log: 5 KB. What is longer is lost. */
const LONGEST_ENTRY = 5 * 1024

/** WeChat's logs, which an operator reads on WeChat's own site: here they are in the panel's console. */
export function logsFamily(book: LogBook) {
  const realtime = (level: LogLevel, tag = '') => {
    return (...parts: unknown[]): void => {
      const before = book.lines.length
      book.add('realtime log', level, tag === '' ? parts : [`[${tag}]`, ...parts])
      const text = book.lines[before]?.text ?? ''
      if (text.length > LONGEST_ENTRY)
        console.error(`wx.getRealtimeLogManager(): ${text.length} characters in one entry`)
    }
  }
  const realtimeLog = (tag?: string) => ({
    info: realtime('info', tag),
    warn: realtime('warn', tag),
    error: realtime('error', tag),
    setFilterMsg: (text: string) => realtime('info', tag)('filter', text),
    addFilterMsg: (text: string) => realtime('info', tag)('filter', text),
  })
  const log = (level: LogLevel) => {
    return (...parts: unknown[]): void => book.add('log', level, parts)
  }
  return {
    getRealtimeLogManager: () => ({
      ...realtimeLog(),
      in: () => undefined,
      tag: (name: string) => realtimeLog(name),
      getCurrentState: () => ({ size: 0, maxSize: 5 * 1024, logCount: 0, maxLogCount: 200 }),
    }),
    getLogManager: () => ({ debug: log('debug'), info: log('info'), log: log('log'), warn: log('warn') }),
  }
}
