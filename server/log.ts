/** One line of the service's log. Holds no key, token, policy, URL or login code. */
export interface LogLine {
  level: 'info' | 'warn' | 'error'
  event: string
  [field: string]: string | number | undefined
}

export type Log = (line: LogLine) => void

/** Writes JSON lines to the runtime's console, where `wrangler tail` and Workers Logs read them. */
export const consoleLog: Log = (line) => {
  const text = JSON.stringify({ time: new Date().toISOString(), ...line })
  const { level } = line
  if (level === 'error') console.error(text)
  else if (level === 'warn') console.warn(text)
  else console.log(text)
}
