import type { MessageField, MessageSettings } from '../settings/settings'
import type { DueMessage } from '../store/messages'

/** Characters that the values of a template take, by the kind of their key; the key's number follows it. */
const CHARACTERS: Readonly<Record<string, number>> = { thing: 20, phrase: 5, name: 10 }
const CHARACTERS_OTHERWISE = 32

/** China has one time, without summer time. */
const CHINA_MS = 8 * 60 * 60 * 1000

const REASONS: Readonly<Record<string, string>> = {
  file_too_large: '文件过大',
  video_too_long: '视频过长',
  over_daily_limit: '超过每日限额',
  unclaimed: '没有登记',
}

/** What each key of the template says. Messages come from WeChat, in Chinese. */
export function messageData(
  video: Pick<DueMessage, 'title' | 'status' | 'reason' | 'createdAt'>,
  keys: MessageSettings['data'],
): Record<string, { value: string }> {
  const isReady = video.status === 'Normal'
  const isBlocked = video.status === 'Blocked'
  const values: Record<MessageField, string> = {
    title: video.title || '视频',
    status: isReady ? '可以观看' : isBlocked ? '未通过' : '处理失败',
    time: timeInChina(video.createdAt),
    reason: isReady
      ? '可以观看'
      : isBlocked
        ? (REASONS[video.reason ?? ''] ?? (video.reason || '未通过审核'))
        : '无法处理',
  }
  return Object.fromEntries(Object.entries(keys).map(([key, field]) => [key, { value: cut(key, values[field]) }]))
}

function cut(key: string, value: string): string {
  const max = CHARACTERS[key.replace(/\d+$/, '')] ?? CHARACTERS_OTHERWISE
  const characters = [...value.replace(/\s+/g, ' ').trim()]
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : characters.join('')
}

/** As WeChat's `time` and `date` have it: 2026年1月2日 03:04. */
function timeInChina(ms: number): string {
  const [date = '', time = ''] = new Date(ms + CHINA_MS).toISOString().split('T')
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日 ${time.slice(0, 5)}`
}
