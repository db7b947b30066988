import { kindWords } from '../../i18n/explain-kind'
import { formatTime } from '../../i18n/format-time'
import { client, myVideos, setTimer, t, uploader } from '../../services'
import type { ListedVideo } from '../../videos/listed-video'
import { perform } from '../../wechat/calls'
import { readWindowHeight } from '../../wechat/window-height'
import { nameTabs, type PageSettings, pageSettings } from '../page-settings'
import { Ticker } from '../ticker'
import { Announcer } from './announcer'
import { measureBlocks } from './measure-blocks'
import { BLOCK_ROWS, RowWindow } from './row-window'
import { type Block, blockChanges, toRow } from './video-row'

interface Data extends PageSettings {
  /** Of the list: nothing is known yet, there is none, or it stands there. */
  state: 'loading' | 'empty' | 'failed' | 'list'
  blocks: Block[]
  /** px of what is not in the view before and after the blocks. */
  space: { before: number; after: number }
  /** How old the list is; empty while it is as the service has it now. */
  age: string
  more: 'none' | 'there' | 'failed'
  /** What has just changed, for those who do not see it. */
  news: string
}

type RowEvent = WechatMiniprogram.BaseEvent<Record<string, never>, { id: string; block: number; row: number }>

/** px of a row, about: two lines of title, one of facts, one of state, and the space around them. */
const rowHeight = (textSize: number) => 40 + textSize * 5

Page({
  data: {
    ...pageSettings(client, t),
    state: 'loading',
    blocks: [],
    space: { before: 0, after: 0 },
    age: '',
    more: 'none',
    news: '',
  } as Data,

  ...{ list: [] as ListedVideo[], scrollTop: 0, hidden: true, height: 0 },
  // Made in onLoad: WeChat gives each page a copy of what stands here, which is no longer of its class.
  ...{ window: undefined as RowWindow | undefined, announcer: undefined as Announcer<ListedVideo> | undefined },
  /** End what onLoad and onShow have begun. */
  end: undefined as (() => void) | undefined,
  unwatch: undefined as (() => void) | undefined,

  onLoad() {
    nameTabs(wx, t, t.videosTitle)
    this.window = new RowWindow(rowHeight(this.data.textSize))
    this.announcer = new Announcer((listed) => t.announceState(listed.title || t.untitled, kindWords(listed, t)))
    this.height = readWindowHeight(wx)
    const ticker = new Ticker(() => this.refresh(), setTimer)
    const unsubscribe = myVideos.subscribe((progressOnly) => {
      // What happens meanwhile is shown when the page is.
      if (this.hidden) return
      if (progressOnly) ticker.touch()
      else ticker.now()
    })
    this.end = () => {
      unsubscribe()
      ticker.stop()
    }
  },

  onShow() {
    this.hidden = false
    uploader.userIsHere()
    this.unwatch?.()
    this.unwatch = myVideos.watch()
    this.refresh()
  },

  onHide() {
    this.hidden = true
    this.unwatch?.()
    this.unwatch = undefined
  },

  onUnload() {
    this.onHide()
    this.end?.()
  },

  async onPullDownRefresh() {
    await myVideos.refresh()
    perform('stopPullDownRefresh', (end) => wx.stopPullDownRefresh(end))
  },

  onReachBottom() {
    void myVideos.need(this.list.length + 1, true)
  },

  onPageScroll({ scrollTop }: { scrollTop: number }) {
    this.scrollTop = scrollTop
    if (!this.window?.lookAt(scrollTop, this.height)) return
    this.showRows()
    void myVideos.need(this.window.end)
  },

  onResize() {
    this.height = readWindowHeight(wx)
  },

  tryAgain() {
    void myVideos.refresh()
  },

  /** Brings the page up to date, by as little setData as possible. */
  refresh() {
    const { window } = this
    if (!window) return
    this.list = myVideos.list
    window.setRows(this.list.length)
    window.lookAt(this.scrollTop, this.height)
    this.showRows({
      state: this.list.length > 0 ? 'list' : stateWithoutRows(),
      age: ageOf(),
      more: myVideos.more,
      news: this.announcer?.hear(this.list) || this.data.news,
    })
    void myVideos.need(window.end)
  },

  showRows(others: Partial<Data> = {}) {
    const { window } = this
    if (!window) return
    const blocks: Block[] = Array.from({ length: Math.max(window.blocks, this.data.blocks.length) }, (_, id) => ({
      id,
      rows: window.shows(id) ? this.list.slice(id * BLOCK_ROWS, (id + 1) * BLOCK_ROWS).map((one) => toRow(one, t)) : [],
    }))
    const changes = blockChanges(this.data.blocks, blocks)
    const { before, after } = window.spaces
    if (before !== this.data.space.before) changes['space.before'] = before
    if (after !== this.data.space.after) changes['space.after'] = after
    for (const [name, value] of Object.entries(others)) {
      if (this.data[name as keyof Data] !== value) changes[name] = value
    }
    if (Object.keys(changes).length > 0) this.setData(changes, () => measureBlocks(wx, window))
  },

  open({ currentTarget }: RowEvent) {
    const listed = this.list.find(({ id }) => id === currentTarget.dataset.id)
    if (!listed) return
    // What VOD does not know yet has no page: its upload has.
    const url = `/pages/video/video?id=${encodeURIComponent(listed.videoId)}`
    if (listed.videoId === '') this.goUpload()
    else perform('navigateTo', (end) => wx.navigateTo({ url, ...end }))
  },

  onCoverError({ currentTarget }: RowEvent) {
    const { block, row } = currentTarget.dataset
    const path = `blocks[${block}].rows[${row}].cover`
    if (this.data.blocks[block]?.rows[row]) this.setData({ [path]: '' })
  },

  goUpload() {
    perform('switchTab', (end) => wx.switchTab({ url: '/pages/upload/upload', ...end }))
  },
})

function stateWithoutRows(): Data['state'] {
  if (myVideos.asOf > 0) return 'empty'
  return myVideos.failure === undefined ? 'loading' : 'failed'
}

/** Says how old what is shown is, where the service could not be asked. */
function ageOf(): string {
  const { asOf, failure } = myVideos
  if (failure === undefined && !uploader.offline) return ''
  const time = asOf > 0 ? formatTime(asOf) : ''
  if (uploader.offline) return time === '' ? t.localOffline : t.asOfOffline(time)
  return time === '' ? t.localFailed : t.asOfFailed(time)
}
