import { formatDayAndTime } from './format'

/** `12:03`, or `01-02 12:03` where that was on another day than `now`; by the phone's own clock and zone. */
export function formatTime(time: number, now = Date.now()): string {
  const text = formatDayAndTime(time)
  const sameDay = new Date(time).toDateString() === new Date(now).toDateString()
  return sameDay ? text.slice(text.indexOf(' ') + 1) : text
}
