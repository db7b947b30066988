import type { Row } from '../../components/upload-row/row'
import { explainError } from '../../i18n/explain-error'
import { abilities, client, setTimer, t, tooOld, uploader } from '../../services'
import type { UploadTask } from '../../uploader/index'
import { fitTitle } from '../../videos/file-name'
import { type PickOptions, type PickSource, pickVideos } from '../../videos/pick-videos'
import type { PickedVideo } from '../../videos/picked-video'
import { newFile, reattachFile } from '../../videos/reattach-file'
import { has, perform } from '../../wechat/calls'
import { showMessage } from '../messages'
import { nameTabs, type PageSettings, pageSettings } from '../page-settings'
import { askToStop } from './ask-to-stop'
import { explainPick } from './explain-pick'
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
  /** Nothing has come of the tap on a button that opens a window. */
  silent: boolean
  /** WeChat is too old, and the page shows nothing but that. */
  tooOld: boolean
  canUpdate: boolean
  canChooseFromChat: boolean
  /** There is no camera. */
  desktop: boolean
}

type RowEvent = WechatMiniprogram.CustomEvent<{ title?: string }, Record<string, never>, { id: string }>

Page({
  data: {
    ...pageSettings(client, t),
    rows: [],
    total: null,
    startText: '',
    offline: false,
    advice: abilities.resumes ? '' : t.keepOpen,
    silent: false,
    tooOld,
    canUpdate: tooOld && has(wx, 'updateWeChatApp'),
    canChooseFromChat: has(wx, 'chooseMessageFile'),
    desktop: client.desktop,
  } as Data,

  /** Ends what onLoad has begun. */
  end: undefined as (() => void) | undefined,

  onLoad() {
    nameTabs(wx, t, t.uploadTitle)
    const ticker = new Ticker(() => this.refresh(), setTimer)
    const unsubscribe = uploader.subscribe((item, change) => {
      const progressing = change === 'changed' && item.state === 'uploading'
      if (progressing) ticker.touch()
      else ticker.now()
    })
    // The banner shows what the engine believes, and so what keeps uploads waiting.
    const unwatch = uploader.onConditions(() => this.showNetwork())
    this.end = () => {
      unsubscribe()
      ticker.stop()
      unwatch()
    }
    this.refresh()
  },

  onShow() {
    uploader.userIsHere()
    this.showNetwork()
  },

  onUnload() {
    this.end?.()
  },

  showNetwork() {
    const { offline } = uploader
    if (this.data.offline !== offline) this.setData({ offline })
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

  choose() {
    return this.add('album')
  },

  chooseFromChat() {
    return this.add('chat')
  },

  async add(source: PickSource) {
    for (const video of await this.pick({ source })) {
      // What cannot be read is no upload's lost file: its own row will show what is wrong with it.
      const known = await reattachFile(uploader, video).catch(() => false)
      if (!known) uploader.add(video)
    }
  },

  /** The videos chosen; none, with a message, where the user was kept from choosing. */
  async pick(options: Pick<PickOptions, 'source' | 'again'>): Promise<PickedVideo[]> {
    const setSilent = (silent: boolean) => {
      if (this.data.silent !== silent) this.setData({ silent })
    }
    setSilent(false)
    const onSilence = () => setSilent(true)
    const result = await pickVideos(wx, t, { client, setTimer, now: Date.now(), onSilence, ...options })
    setSilent(false)
    explainPick(wx, t, result)
    return 'videos' in result ? result.videos : []
  },

  updateWeChat() {
    perform('updateWeChatApp', (end) => wx.updateWeChatApp(end))
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
    const title = fitTitle(event.detail.title ?? '')
    if (title !== '') taskOf(event)?.rename(title)
  },

  /** The file was lost, as temp files are: the same one, picked again, goes on from where it stopped. */
  async onPickAgain(event: RowEvent) {
    const task = taskOf(event)
    // Files of a chat have a name, and are not in the album.
    const source = task?.snapshot.file.fileName === undefined ? 'album' : 'chat'
    const [video] = await this.pick({ source, again: true })
    if (!video) return
    try {
      // It may be that of another row. Of its own row the app may know nothing yet: then it takes the user's word.
      const found = (await reattachFile(uploader, video)) || (await task?.replaceFile(newFile(video)))
      if (!found) showMessage(wx, t, [t.otherFile, t.otherFileDetail])
    } catch (error) {
      showMessage(wx, t, [t.chooseFailed, explainError(error, t)])
    }
  },

  /** Takes a row out; what has begun, and is not over, only after a question. */
  onRemove(event: RowEvent) {
    const task = taskOf(event)
    if (!task) return
    if (!hasBegun(task)) return uploader.remove(task.id)
    askToStop(wx, t, () => {
      // It may have arrived while the question stood.
      if (task.snapshot.state !== 'success') uploader.remove(task.id)
    })
  },
})

function taskOf({ currentTarget }: RowEvent): UploadTask<PickedVideo> | undefined {
  return uploader.get(currentTarget.dataset.id)
}

function hasBegun({ running, snapshot }: UploadTask<PickedVideo>): boolean {
  return running || (snapshot.state !== 'success' && (snapshot.progress?.uploadedBytes ?? 0) > 0)
}
