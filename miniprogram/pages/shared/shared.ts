import { joinFacts, videoFacts } from '../../i18n/explain-kind'
import { explainShared } from '../../i18n/explain-shared'
import type { SharedVideo } from '../../service/watching'
import { client, service, setTimer, t } from '../../services'
import { Playback, type PlaybackState, STOPPED } from '../../videos/playback'
import { perform } from '../../wechat/calls'
import { changesOfData } from '../changes-of-data'
import { type PageSettings, pageSettings } from '../page-settings'
import { queryText } from '../query-text'

interface Data extends PageSettings {
  state: 'loading' | 'there' | 'refused'
  title: string
  description: string
  cover: string
  /** Date and length. */
  facts: string
  playback: PlaybackState
  /** Why it cannot be watched, and what can be done. */
  words: readonly [string, string]
  /** Trying again may help. */
  canTryAgain: boolean
}

/** A video that somebody has shared. Whoever has the token sees it: nobody has to log in for that. */
Page({
  data: {
    ...pageSettings(client, t),
    state: 'loading',
    ...{ title: '', description: '', cover: '', facts: '' },
    playback: STOPPED,
    words: ['', ''],
    canTryAgain: false,
  } as Data,

  token: '',
  playback: undefined as Playback | undefined,

  onLoad(query: { token?: string }) {
    this.token = queryText(query.token)
    perform('setNavigationBarTitle', (end) => wx.setNavigationBarTitle({ title: t.sharedTitle, ...end }))
    this.playback = new Playback({
      t,
      local: async () => undefined,
      // The addresses come with the video itself, and fresh ones with the next answer.
      cloud: () => this.fetch(),
      show: (playback) => this.update({ playback }),
      setTimer,
      now: Date.now,
    })
    void this.open()
  },

  onUnload() {
    this.playback?.stop()
  },

  /** It can be passed on as it came. */
  onShareAppMessage() {
    const { title, cover } = this.data
    const path = `/pages/shared/shared?token=${encodeURIComponent(this.token)}`
    return { path, ...(title !== '' && { title }), ...(cover !== '' && { imageUrl: cover }) }
  },

  update(changes: Partial<Data>) {
    const all = changesOfData(this.data, changes)
    if (Object.keys(all).length > 0) this.setData(all)
  },

  async open() {
    this.update({ state: 'loading' })
    try {
      this.playback?.know(await this.fetch())
    } catch (error) {
      const { words, passing } = explainShared(error, t)
      this.update({ state: 'refused', words, canTryAgain: passing })
    }
  },

  async fetch(): Promise<SharedVideo> {
    const shared = await service.sharedVideo(this.token)
    this.update({ state: 'there', ...toShown(shared) })
    return shared
  },

  play() {
    void this.playback?.play()
  },

  onPlayerAlive({ detail }: WechatMiniprogram.CustomEvent<{ seconds: number }>) {
    this.playback?.alive(detail.seconds)
  },

  onPlayerFailed() {
    void this.playback?.failed()
  },

  goUpload() {
    perform('switchTab', (end) => wx.switchTab({ url: '/pages/upload/upload', ...end }))
  },
})

function toShown({ title, description, coverUrl, duration, size, createdAt }: SharedVideo) {
  const video = { ...{ videoId: '', title, description, tags: [], categoryId: '', status: 'Normal', reason: '' } }
  const known = { ...video, coverUrl, duration, size, createdAt }
  const { date, length } = videoFacts(
    { ...{ id: '', videoId: '', title }, video: known, upload: undefined, record: undefined },
    t,
  )
  return {
    title: title || t.untitled,
    description,
    cover: coverUrl,
    facts: joinFacts(date, length),
  }
}
