import type { Row } from '../../components/upload-row/row'
import { queue, t } from '../../services'
import { pickVideos } from '../../videos/pick-videos'
import { nameTabs, type PageSettings, pageSettings } from '../page-settings'
import { rowChanges, type Total, toRow, toTotal } from './rows'
import { Ticker } from './ticker'

interface Data extends PageSettings {
  rows: Row[]
  total: Total | null
  startText: string
  offline: boolean
}

type RowEvent = WechatMiniprogram.CustomEvent<{ title?: string }, Record<string, never>, { id: string }>

Page({
  data: {
    ...pageSettings(wx, t),
    rows: [],
    total: null,
    startText: '',
    offline: false,
  } as Data,

  /** Ends what onLoad has begun. */
  end: undefined as (() => void) | undefined,

  onLoad() {
    nameTabs(wx, t, t.uploadTitle)
    const ticker = new Ticker(() => this.refresh())
    const unsubscribe = queue.subscribe((item, change) => {
      const progressing = change === 'changed' && item.state === 'uploading'
      if (progressing) ticker.touch()
      else ticker.now()
    })
    // The typings give the same callback another parameter when it is taken off.
    const onNetwork = (result: { isConnected?: boolean; errMsg?: string }) =>
      this.showNetwork(result.isConnected !== false)
    wx.onNetworkStatusChange(onNetwork)
    wx.getNetworkType({ success: ({ networkType }) => this.showNetwork(networkType !== 'none') })
    this.end = () => {
      unsubscribe()
      ticker.stop()
      wx.offNetworkStatusChange(onNetwork)
    }
    this.refresh()
  },

  onUnload() {
    this.end?.()
  },

  showNetwork(connected: boolean) {
    if (this.data.offline === connected) this.setData({ offline: !connected })
  },

  /** Brings the page up to date with the queue, by as little setData as possible. */
  refresh() {
    const { items } = queue
    const started = items.filter((item) => item.started)
    const rows = items.map((item) => toRow(item, t))
    const changes = rowChanges(this.data.rows, rows)
    const total = toTotal(started, t)
    if (JSON.stringify(total) !== JSON.stringify(this.data.total)) changes.total = total
    const waiting = items.length - started.length
    const startText = waiting > 0 ? t.start(waiting) : ''
    if (startText !== this.data.startText) changes.startText = startText
    if (Object.keys(changes).length > 0) this.setData(changes)
  },

  async choose() {
    const result = await pickVideos(wx, t, Date.now())
    if ('videos' in result) {
      for (const video of result.videos) queue.add(video)
    } else if (result.reason === 'canceled') {
      wx.showToast({ title: t.nothingChosen, icon: 'none' })
    } else {
      const [title, content] = {
        refused: [t.chooseRefused, t.chooseRefusedDetail] as const,
        undeclared: [t.chooseUndeclared, t.chooseUndeclaredDetail] as const,
        failed: [t.chooseFailed, t.chooseFailedDetail] as const,
      }[result.reason]
      wx.showModal({ title, content, showCancel: false, confirmText: t.ok })
    }
  },

  startAll() {
    for (const { id, started } of queue.items) if (!started) queue.start(id)
  },

  onStart({ currentTarget }: RowEvent) {
    queue.start(currentTarget.dataset.id)
  },

  onRename({ currentTarget, detail }: RowEvent) {
    queue.rename(currentTarget.dataset.id, detail.title ?? '')
  },

  /** Takes a row out; what is under way only after a question. */
  onRemove({ currentTarget }: RowEvent) {
    const { id } = currentTarget.dataset
    const state = queue.get(id)?.state
    if (state !== 'uploading' && state !== 'checking') return queue.remove(id)
    wx.showModal({
      title: t.stopQuestion,
      content: t.stopDetail,
      confirmText: t.stop,
      cancelText: t.keep,
      success: ({ confirm }) => {
        // It may have arrived while the question stood.
        if (confirm && queue.get(id)?.state !== 'success') queue.remove(id)
      },
    })
  },
})
