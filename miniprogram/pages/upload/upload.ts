import { client, setTimer, t } from '../../services'
import { perform } from '../../wechat/calls'
import { nameTabs, pageSettings } from '../page-settings'

/** Milliseconds after which the page shows what was given to setData. */
const DRAWN_AFTER_MS = 100

Page({
  data: { textSize: pageSettings(client, t).textSize },

  onShow() {
    nameTabs(wx, t, t.uploadTitle)
  },

  /** What is new comes last, and may be below what can be seen. */
  onAdded({ detail: { ids } }: WechatMiniprogram.CustomEvent<{ ids: string[] }>) {
    const last = ids[ids.length - 1]
    const selector = `.uploader >>> #row-${last}`
    setTimer(
      () => perform('pageScrollTo', (end) => wx.pageScrollTo({ selector, offsetTop: -80, ...end })),
      DRAWN_AFTER_MS,
    )
  },

  onOpen({ detail: { videoId } }: WechatMiniprogram.CustomEvent<{ videoId: string }>) {
    const url = `/pages/video/video?id=${videoId}`
    perform('navigateTo', (end) => wx.navigateTo({ url, ...end }))
  },

  onVideos() {
    perform('switchTab', (end) => wx.switchTab({ url: '/pages/videos/videos', ...end }))
  },
})
