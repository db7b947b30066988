import { attempt, has } from '../wechat/calls'
import { objectOf } from '../wechat/values'

type Level = 'info' | 'warn' | 'error'

/** Writes one line of WeChat's log that its operator reads in the console of the mini program. */
export type Log = (level: Level, event: string, facts: object) => void

/** From base library 2.7.1 on; WeCom has none. */
export function realtimeLog(wx: Pick<WechatMiniprogram.Wx, 'getRealtimeLogManager'>): Log {
  const manager = has(wx, 'getRealtimeLogManager')
    ? attempt<unknown>('getRealtimeLogManager', () => wx.getRealtimeLogManager(), undefined)
    : undefined
  const lines = objectOf(manager) as Partial<Record<Level, (event: string, facts: object) => void>>
  return (level, event, facts) => attempt(`RealtimeLogManager.${level}`, () => lines[level]?.(event, facts), undefined)
}
