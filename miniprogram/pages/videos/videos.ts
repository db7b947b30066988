import { formatBytes, formatDate, formatDuration } from '../../i18n/format'
import { history, t } from '../../services'
import type { VideoRecord } from '../../videos/video-history'
import { nameTabs, type PageSettings, pageSettings } from '../page-settings'

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
  data: { ...pageSettings(wx, t), videos: [], playing: null } as Data,

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
  play({ currentTarget }: VideoEvent) {
    const record = history.list().find(({ videoId }) => videoId === currentTarget.dataset.id)
    if (!record) return
    const { path, title } = record
    wx.getFileSystemManager().access({
      path,
      success: () => this.setData({ playing: { path, title } }),
      fail: () => wx.showToast({ title: t.localGone, icon: 'none', duration: 3000 }),
    })
  },

  closePlayer() {
    if (this.data.playing) this.setData({ playing: null })
  },

  onThumbError({ currentTarget }: VideoEvent) {
    this.setData({ [`videos[${currentTarget.dataset.index}].thumb`]: '' })
  },

  goUpload() {
    wx.switchTab({ url: '/pages/upload/upload' })
  },
})

function toRow({ videoId, title, thumbPath, size, duration, uploadedAt }: VideoRecord): VideoRow {
  const facts = [formatDate(uploadedAt), formatBytes(size), ...(duration > 0 ? [formatDuration(duration)] : [])]
  return { videoId, title, thumb: thumbPath, facts: facts.join(' · '), playLabel: t.playNamed(title) }
}
