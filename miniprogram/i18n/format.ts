import type { Texts } from './zh'

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** A space at which no line breaks: a number stays with its unit. */
const NO_BREAK = '\u00a0'

/** Bytes as people read them: `1.4 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}${NO_BREAK}${UNITS[unit]}`
}

/** A video's length: `0:34`, `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  const two = (value: number) => (value < 10 ? `0${value}` : String(value))
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}

/** Time left, in the coarse steps in which it is known. */
export function formatTimeLeft(seconds: number, t: Texts): string {
  if (seconds < 60) return t.seconds(Math.max(1, Math.ceil(seconds)))
  if (seconds < 600) return t.minutes(Math.floor(seconds / 60), Math.floor((seconds % 60) / 10) * 10)
  if (seconds < 3600) return t.minutes(Math.round(seconds / 60), 0)
  return t.hours(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60))
}

/** `2026-01-02 03:04`, by the phone's own clock and zone. */
export function formatDate(time: number): string {
  return `${new Date(time).getFullYear()}-${formatDayAndTime(time)}`
}

/** `01-02 03:04`, by the phone's own clock and zone. */
export function formatDayAndTime(time: number): string {
  const date = new Date(time)
  const two = (value: number) => (value < 10 ? `0${value}` : String(value))
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}
