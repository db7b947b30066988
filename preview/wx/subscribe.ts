import { isDuringTap } from '../runtime/gesture'
import type { LogBook } from '../runtime/log-book'
import { networkOf, type SettingsStore } from '../runtime/settings'
import { asyncCall, type Callbacks, CallError, settle } from './call'
import { child, childButton, type Dialogs } from './dialogs'

/** Templates of one question. */
const MOST_TEMPLATES = 5

type Answer = 'accept' | 'reject' | 'ban'

interface Option extends Callbacks<Record<string, Answer>> {
  tmplIds: string[]
}

/** Subscription messages: the panel says what the user answers, or has the question asked. */
export function subscribeFamily(settings: SettingsStore, dialogs: Dialogs, book: LogBook) {
  const answer = async (tmplIds: readonly string[] = [], byTap: boolean): Promise<Record<string, Answer>> => {
    const { subscribe, hidden, language } = settings.current
    if (tmplIds.length === 0) throw new CallError("TmplIds can't be empty", undefined, 10001)
    if (tmplIds.length > MOST_TEMPLATES) throw new CallError('Templates count out of max bounds', undefined, 20003)
    if (!byTap) throw new CallError('can only be invoked by user TAP gesture.', undefined, 20000)
    if (networkOf(settings.current) === 'none') throw new CallError('Request list fail', undefined, 10002)
    if (hidden) throw new CallError("can't show UI", undefined, 10005)
    if (subscribe === 'off') throw new CallError('The main switch is switched off', undefined, 20004)
    const given = subscribe === 'ask' ? await ask(dialogs, language, tmplIds.length) : subscribe
    book.add('phone', 'info', [`subscription messages: ${given} ${tmplIds.join(', ')}`])
    return Object.fromEntries(tmplIds.map((id) => [id, given]))
  }
  return {
    // Not by asyncCall alone: whether a tap is being handled is to be seen at once.
    requestSubscribeMessage: (option: Option) =>
      settle('requestSubscribeMessage', option, answer(option.tmplIds, isDuringTap())),
    getSetting: asyncCall('getSetting', ({ withSubscriptions = false }: { withSubscriptions?: boolean }) => ({
      authSetting: {},
      ...(withSubscriptions && {
        subscriptionsSetting: { mainSwitch: settings.current.subscribe !== 'off', itemSettings: {} },
      }),
    })),
    openSetting: asyncCall('openSetting', () => ({ authSetting: {} })),
  }
}

async function ask(dialogs: Dialogs, language: string, count: number): Promise<Answer> {
  const en = language === 'en'
  const title = en ? `Get ${count === 1 ? 'one message' : `${count} messages`}?` : '获取以下通知'
  const accepted = await dialogs.open<boolean>('modal', title, (box, close) => {
    child(box, 'h2', '', title)
    const buttons = child(box, 'footer', '')
    childButton(buttons, '', en ? 'Cancel' : '取消', () => close(false))
    childButton(buttons, 'primary', en ? 'Allow' : '允许', () => close(true)).dataset.first = ''
  })
  return accepted === true ? 'accept' : 'reject'
}
