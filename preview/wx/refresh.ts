import type { PageStack } from '../runtime/phone/page-stack'
import { asyncCall, CallError } from './call'

/** Pull-down refresh of the page on top. */
export function refreshFamily(stack: PageStack) {
  return {
    startPullDownRefresh: asyncCall('startPullDownRefresh', () => {
      const { pullDown } = stack.top ?? {}
      if (!pullDown) throw new CallError(`enablePullDownRefresh is not set in ${stack.top?.url.route}.json`)
      pullDown.start()
    }),
    stopPullDownRefresh: asyncCall('stopPullDownRefresh', () => stack.top?.pullDown?.stop()),
  }
}
