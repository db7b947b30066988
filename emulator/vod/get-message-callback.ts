import type { Api } from '../gateway/api'

/** VOD GetMessageCallback: where notifications go, key included (api-vod-2017-03-21-getmessagecallback). */
export const getMessageCallback: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:GetMessageCallback',

  run({ cloud }) {
    const { callback } = cloud.outbox
    return {
      MessageCallback: {
        AppId: 'app-1000000',
        CallbackType: 'HTTP',
        CallbackURL: callback?.url ?? '',
        EventTypeList: callback ? 'ALL' : '',
        AuthSwitch: callback?.key === undefined ? 'off' : 'on',
        AuthKey: callback?.key ?? '',
      },
    }
  },
}
