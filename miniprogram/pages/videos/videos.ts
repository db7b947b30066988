import { formatBytes, formatDate, formatDuration } from '../../i18n/format'
import { client, history, setTimer, t } from '../../services'
import type { VideoRecord } from '../../videos/video-history'
import { ask, perform, WxFailure } from '../../wechat/calls'
import { showHint } from '../messages'
import { nameTabs, type PageSettings, pageSettings } from '../page-settings'

/** Milliseconds that WeChat gets to find a file. */
const FIND_WITHIN_MS = 5_000

interface VideoRow {
  videoId: string
  title: string
  thumb: string
  /** Date, size and length. */
  facts: string
  playLabel: string
}

interface Data extends PageSettings {
  videos: VideoRow[]
  /** The video in the player; null while there is none. */
  playing: { title: string; path: string } | null
}

type VideoEvent = WechatMiniprogram.BaseEvent<Record<string, never>, { id: string; index: number }>

Page({
  data: { ...pageSettings(client, t), videos: [], playing: null } as Data,

  onLoad() {
    nameTabs(wx, t, t.videosTitle)
  },

  onShow() {
    this.setData({ videos: history.list().map(toRow) })
  },

  onHide() {
    this.closePlayer()
  },

  /** Plays the temp file while WeChat has it. */
  async play({ currentTarget }: VideoEvent) {
    const record = history.list().find(({ videoId }) => videoId === currentTarget.dataset.id)
    if (!record) return
    const { path, title } = record
    if (await isThere(path)) this.setData({ playing: { path, title } })
    else showHint(wx, t.localGone, 3000)
  },

  closePlayer() {
    if (this.data.playing) this.setData({ playing: null })
  },

  onThumbError({ currentTarget }: VideoEvent) {
    this.setData({ [`videos[${currentTarget.dataset.index}].thumb`]: '' })
  },

  goUpload() {
    perform('switchTab', (end) => wx.switchTab({ url: '/pages/upload/upload', ...end }))
  },
})

async function isThere(path: string): Promise<boolean> {
  if (path === '') return false
  try {
    const deadline = { ms: FIND_WITHIN_MS, setTimer }
    await ask('access', (callbacks) => wx.getFileSystemManager().access({ path, ...callbacks }), deadline)
    return true
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    return false
  }
}

function toRow({ videoId, title, thumbPath, size, duration, uploadedAt }: VideoRecord): VideoRow {
  const facts = [
    ...(uploadedAt > 0 ? [formatDate(uploadedAt)] : []),
    ...(size > 0 ? [formatBytes(size)] : []),
    ...(duration > 0 ? [formatDuration(duration)] : []),
  ]
  return { videoId, title, thumb: thumbPath, facts: facts.join(' · '), playLabel: t.playNamed(title) }
}
