import type { LogBook } from '../runtime/log-book'
import { asyncCall, CallError } from './call'

const STYLES = ['heavy', 'medium', 'light']

/** The phone's motor: what it would do is in the panel's console. */
export function hapticsFamily(book: LogBook) {
  return {
    vibrateShort: asyncCall('vibrateShort', ({ type = 'medium' }: { type?: string }) => {
      if (!STYLES.includes(type)) throw new CallError('style is not support')
      book.add('phone', 'info', [`vibrates, ${type}`])
    }),
    vibrateLong: asyncCall('vibrateLong', () => book.add('phone', 'info', ['vibrates for 400 ms'])),
  }
}
