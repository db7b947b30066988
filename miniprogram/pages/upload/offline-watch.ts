import { attempt, perform } from '../../wechat/calls'
import { textOf } from '../../wechat/values'

type Wx = Pick<WechatMiniprogram.Wx, 'getNetworkType' | 'onNetworkStatusChange' | 'offNetworkStatusChange'>

export interface OfflineWatch {
  /** Asks again: events can be lost. */
  ask(): void
  end(): void
}

/**
 * Where the page's banner has its truth from: whether the phone is without a network.
 * @param listener called with each news
 */
export function watchOffline(wx: Wx, listener: (offline: boolean) => void): OfflineWatch {
  // The typings give the same callback another parameter when it is taken off.
  const changed = (news?: { isConnected?: boolean; errMsg?: string }) => listener(news?.isConnected === false)
  attempt('onNetworkStatusChange', () => wx.onNetworkStatusChange(changed), undefined)
  const watch: OfflineWatch = {
    ask: () =>
      perform('getNetworkType', (end) =>
        wx.getNetworkType({ success: (answer) => listener(textOf(answer?.networkType) === 'none'), ...end }),
      ),
    end: () => attempt('offNetworkStatusChange', () => wx.offNetworkStatusChange(changed), undefined),
  }
  watch.ask()
  return watch
}
