import { t } from '../../services'
import { STOPPED } from '../../videos/playback'
import { numberOf } from '../../wechat/values'

type TimeEvent = WechatMiniprogram.CustomEvent<{ currentTime?: unknown }>

/**
 * A picture with a button that plays, and then the player; what has gone wrong stands in its place. What is played is its
 * owner's business (videos/playback.ts). Events: `play`; `alive` ({seconds}: as far as it has got); `failed`.
 */
Component({
  properties: {
    playback: { type: Object, value: STOPPED },
    /** Address of a picture, or empty. */
    poster: { type: String, value: '' },
    title: { type: String, value: '' },
    /** Whether there is something that can be played. */
    playable: { type: Boolean, value: false },
  },

  data: {
    t: { tryAgain: t.tryAgain, loadingPlayer: t.loadingPlayer, playsLocal: t.playsLocal },
    label: '',
    posterFailed: false,
  },

  observers: {
    title(title: string) {
      this.setData({ label: t.playNamed(title || t.untitled) })
    },

    poster() {
      if (this.data.posterFailed) this.setData({ posterFailed: false })
    },
  },

  methods: {
    play() {
      this.triggerEvent('play')
    },

    onAlive({ detail }: TimeEvent) {
      this.triggerEvent('alive', { seconds: numberOf(detail?.currentTime) })
    },

    onFailed() {
      this.triggerEvent('failed')
    },

    onPosterError() {
      this.setData({ posterFailed: true })
    },
  },
})
