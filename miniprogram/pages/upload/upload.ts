import type { Row } from '../../components/upload-row/row'
import { explainError } from '../../i18n/explain-error'
import { abilities, t, uploader } from '../../services'
import type { UploadTask } from '../../uploader/index'
import { type PickOptions, pickVideos } from '../../videos/pick-videos'
import type { PickedVideo } from '../../videos/picked-video'
import { reattachFile } from '../../videos/reattach-file'
import { nameTabs, type PageSettings, pageSettings } from '../page-settings'
import { canStart, rowChanges, toRow } from './rows'
import { Ticker } from './ticker'
import { type Total, toTotal } from './total'

interface Data extends PageSettings {
  rows: Row[]
  total: Total | null
  startText: string
  offline: boolean
  /** What to know before an upload begins. */
  advice: string
}

type RowEvent = WechatMiniprogram.CustomEvent<{ title?: string }, Record<string, never>, { id: string }>

Page({
  data: {
    ...pageSettings(wx, t),
    rows: [],
    total: null,
    startText: '',
    offline: false,
    advice: abilities.resumes ? '' : t.keepOpen,
  } as Data,

  /** Ends what onLoad has begun. */
  end: undefined as (() => void) | undefined,

  onLoad() {
    nameTabs(wx, t, t.uploadTitle)
    const ticker = new Ticker(() => this.refresh())
    const unsubscribe = uploader.subscribe((item, change) => {
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
    const items = uploader.tasks.map(({ snapshot }) => snapshot)
    const started = items.filter((item) => item.started)
    const rows = items.map((item) => toRow(item, t, abilities))
    const changes = rowChanges(this.data.rows, rows)
    const total = toTotal(started, t, abilities)
    if (JSON.stringify(total) !== JSON.stringify(this.data.total)) changes.total = total
    const waiting = items.filter((item) => canStart(item, abilities)).length
    const startText = waiting > 0 ? t.start(waiting) : ''
    if (startText !== this.data.startText) changes.startText = startText
    if (Object.keys(changes).length > 0) this.setData(changes)
  },

  async choose() {
    for (const video of await this.pick({ now: Date.now() })) {
      // What cannot be read is no upload's lost file: its own row will show what is wrong with it.
      const known = await reattachFile(uploader, video).catch(() => false)
      if (!known) uploader.add(video)
    }
  },

  /** The videos chosen; none, with a message, where the user was kept from choosing. */
  async pick(options: PickOptions): Promise<PickedVideo[]> {
    const result = await pickVideos(wx, t, options)
    if ('videos' in result) return result.videos
    if (result.reason === 'canceled') {
      wx.showToast({ title: t.nothingChosen, icon: 'none' })
      return []
    }
    const [title, content] = {
      refused: [t.chooseRefused, t.chooseRefusedDetail] as const,
      undeclared: [t.chooseUndeclared, t.chooseUndeclaredDetail] as const,
      failed: [t.chooseFailed, t.chooseFailedDetail] as const,
    }[result.reason]
    this.showMessage(title, content)
    return []
  },

  showMessage(title: string, content: string) {
    wx.showModal({ title, content, showCancel: false, confirmText: t.ok })
  },

  startAll() {
    for (const task of uploader.tasks) if (canStart(task.snapshot, abilities)) task.start()
  },

  onAll() {
    const action = this.data.total?.action
    // In the order of the list, of which the first two go at a time: pausing begins at its end, or others would start.
    if (action === 'pauseAll') for (const task of uploader.tasks.reverse()) task.pause()
    if (action === 'resumeAll') {
      for (const task of uploader.tasks) if (task.snapshot.pausedBy === 'user') task.resume()
    }
  },

  onStart(event: RowEvent) {
    taskOf(event)?.start()
  },

  onPause(event: RowEvent) {
    taskOf(event)?.pause()
  },

  onResume(event: RowEvent) {
    taskOf(event)?.resume()
  },

  onRename(event: RowEvent) {
    taskOf(event)?.rename(event.detail.title ?? '')
  },

  /** The file was lost, as temp files are: the same one, picked again, goes on from where it stopped. */
  async onPickAgain(event: RowEvent) {
    const task = taskOf(event)
    const [video] = await this.pick({ now: Date.now(), again: true })
    if (!video) return
    try {
      const { path, thumbPath } = video
      // It may be that of another row. Of its own row the app may know nothing yet: then it takes the user's word.
      const found = (await reattachFile(uploader, video)) || (await task?.replaceFile({ path, thumbPath }))
      if (!found) this.showMessage(t.otherFile, t.otherFileDetail)
    } catch (error) {
      this.showMessage(t.chooseFailed, explainError(error, t))
    }
  },

  /** Takes a row out; what has begun, and is not over, only after a question. */
  onRemove(event: RowEvent) {
    const task = taskOf(event)
    if (!task) return
    if (!hasBegun(task)) return uploader.remove(task.id)
    wx.showModal({
      title: t.stopQuestion,
      content: t.stopDetail,
      confirmText: t.stop,
      cancelText: t.keep,
      success: ({ confirm }) => {
        // It may have arrived while the question stood.
        if (confirm && task.snapshot.state !== 'success') uploader.remove(task.id)
      },
    })
  },
})

function taskOf({ currentTarget }: RowEvent): UploadTask<PickedVideo> | undefined {
  return uploader.get(currentTarget.dataset.id)
}

function hasBegun({ running, snapshot }: UploadTask<PickedVideo>): boolean {
  return running || (snapshot.state !== 'success' && (snapshot.progress?.uploadedBytes ?? 0) > 0)
}
