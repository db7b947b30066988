import type { CallContext } from '../http/call'
import { Problem } from '../problem'
import type { Service } from '../service'

/**
 * Has WeChat look at what a user says of a video, where the operator wants it (CHECK_TITLES).
 * @throws {Problem} text_refused; wechat_* where WeChat cannot be asked for now
 */
export async function expectAcceptable(
  { textCheck, settings, log }: Pick<Service, 'textCheck' | 'settings' | 'log'>,
  c: CallContext,
  openid: string,
  ...texts: (string | undefined)[]
): Promise<void> {
  const text = texts.filter((one) => one !== undefined && one !== '').join('\n')
  if (settings.checkTitles === 'off' || !textCheck || text === '') return
  const suggestion = await textCheck.check(openid, text)
  const isRefused = suggestion === 'risky' || (suggestion === 'review' && settings.checkTitles === 'review')
  if (isRefused) throw new Problem('text_refused', 'WeChat does not let this text be published. Change it.')
  if (suggestion === 'pass') return
  log({
    level: 'warn',
    event: 'text',
    code: suggestion === 'review' ? 'text_doubtful' : 'text_unchecked',
    requestId: c.get('requestId'),
    user: c.get('user'),
  })
}
