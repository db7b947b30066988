import { pageSettings } from '../../pages/page-settings'
import { Ticker } from '../../pages/ticker'
import { abilities, authWatch, client, details, files, setTimer, settings, t, tooOld, uploader } from '../../services'
import type { UploadTask } from '../../uploader/index'
import { fieldLimits, VOD_LIMITS } from '../../videos/details-fields'
import { type PickOptions, type PickSource, pickVideos } from '../../videos/pick-videos'
import type { PickedVideo } from '../../videos/picked-video'
import { sayOf } from '../../videos/tell-details'
import { has, perform } from '../../wechat/calls'
import { addVideos } from './add-videos'
import { explainPick } from './explain-pick'
import { QueueView, type Shown } from './queue-view'
import { type QueueNews, QueueWatch } from './queue-watch'
import { actOnAll, clearFinished, goOnWith, ROW_ACTIONS, start } from './row-actions'
import { placeFor, type Said, type Sheet, sheetOf } from './sheet'

const { textSize, t: texts } = pageSettings(client, t)

const NOTHING: Shown = { rows: [], total: null, startText: '', allowance: '', over: false }

/** What is one instance's, and not for its view. */
interface Own {
  view: QueueView
  endings: (() => void)[]
  endWait: () => void
}
const owns = new WeakMap<object, Own>()

type RowEvent = WechatMiniprogram.CustomEvent<Record<string, never>, Record<string, never>, { id: string }>
type SaidEvent = WechatMiniprogram.CustomEvent<Said>
type ActEvent = WechatMiniprogram.CustomEvent<{ name: string }>

/**
 * The whole queue: choosing videos, saying something of them, and watching them on their way to VOD.
 *
 * Properties:
 * - `max-count`: videos in the list that are not over, at most; 0 (default): as many as there are.
 * - `auto-start`: what is chosen begins at once; WeChat cannot be asked for a message then.
 * - `chat`: whether files of a chat can be chosen. Default true.
 *
 * Events:
 * - `added` {ids}: of uploads, in the order of the list.
 * - `progress` {id, percent}, `success` {id, videoId}, `fail` {id, code}: of one upload.
 * - `open` {videoId}: the user wants to see a video that has arrived.
 * - `videos`: the user wants to see all of them.
 *
 * @example
 * // page.json: { "usingComponents": { "video-uploader": "/components/video-uploader/video-uploader" } }
 * // page.wxml, in a column that fills the page, with the colours of app.wxss:
 * // <video-uploader max-count="3" bindsuccess="onSuccess" />
 */
Component({
  properties: {
    maxCount: { type: Number, value: 0 },
    autoStart: { type: Boolean, value: false },
    chat: { type: Boolean, value: true },
  },

  data: {
    ...NOTHING,
    t: texts,
    textSize,
    offline: false,
    /** What to know before an upload begins. */
    advice: abilities.resumes ? '' : t.keepOpen,
    /** Nothing has come of the tap on a button that opens a window. */
    silent: false,
    /** WeChat is too old, and nothing but that is shown. */
    tooOld,
    canUpdate: tooOld && has(wx, 'updateWeChatApp'),
    canChooseFromChat: has(wx, 'chooseMessageFile'),
    /** There is no camera. */
    desktop: client.desktop,
    /** What has just happened, for those who do not see it. */
    said: '',
    sheet: null as Sheet | null,
    categories: [] as { id: string; name: string }[],
    covers: false,
    limits: VOD_LIMITS,
  },

  lifetimes: {
    attached() {
      const view = new QueueView({ t, uploader, abilities, settings, authWatch, textSize, now: () => Date.now() })
      const watch = new QueueWatch(t)
      const ticker = new Ticker(() => this.refresh(), setTimer)
      const endings = [
        () => ticker.stop(),
        uploader.subscribe((item, change) => {
          const all = uploader.tasks.map(({ snapshot }) => snapshot)
          this.tell(watch.see(item, change, all))
          const progressing = change === 'changed' && item.state === 'uploading'
          if (progressing) ticker.touch()
          else ticker.now()
        }),
        // The banner shows what the engine believes, and so what keeps uploads waiting.
        uploader.onConditions(() => this.showNetwork()),
        authWatch.subscribe(() => ticker.touch()),
        settings.subscribe(() => this.showSettings()),
      ]
      owns.set(this, { view, endings, endWait: () => undefined })
      this.showSettings()
      this.showNetwork()
    },

    detached() {
      const own = owns.get(this)
      own?.endWait()
      for (const end of own?.endings ?? []) end()
      owns.delete(this)
    },
  },

  pageLifetimes: {
    show() {
      uploader.userIsHere()
      this.showNetwork()
    },
  },

  methods: {
    showNetwork() {
      const { offline } = uploader
      if (this.data.offline !== offline) this.setData({ offline })
      this.refresh()
    },

    showSettings() {
      const { categories = [], covers = false, limits = VOD_LIMITS } = settings.current ?? {}
      this.setData({ categories, covers, limits: fieldLimits(limits) })
      this.refresh()
    },

    /** Brings the list up to date with the queue, by as little setData as possible. */
    refresh() {
      const own = owns.get(this)
      if (!own) return
      const changes = own.view.changes(this.data)
      const { sheet } = this.data
      if (sheet && !uploader.get(sheet.id)) changes.sheet = null
      if (Object.keys(changes).length > 0) this.setData(changes)
      own.endWait()
      const ms = own.view.validFor()
      own.endWait = ms === undefined ? () => undefined : setTimer(() => this.refresh(), ms)
    },

    /** Passes on what has happened: to who uses the component, to ears, and to fingers. */
    tell({ events, said, feel }: QueueNews) {
      for (const { name, detail } of events) this.triggerEvent(name, detail)
      if (said !== '') this.setData({ said })
      if (feel !== '') this.feel(feel)
    },

    feel(type: 'light' | 'medium' | 'heavy') {
      if (has(wx, 'vibrateShort')) perform('vibrateShort', (end) => wx.vibrateShort({ type, ...end }))
    },

    choose(): Promise<void> {
      return this.add('album')
    },
    chooseFromChat(): Promise<void> {
      return this.add('chat')
    },

    async add(source: PickSource) {
      const unfinished = uploader.tasks.filter(({ snapshot }) => snapshot.state !== 'success').length
      const { maxCount, autoStart } = this.data
      const room = maxCount > 0 ? Math.max(0, maxCount - unfinished) : Number.POSITIVE_INFINITY
      const taken = uploader.tasks.map(({ snapshot }) => snapshot.file.title)
      const chosen = await this.pick({ source, taken, most: room })
      if (!chosen) return
      const limits = settings.current?.limits
      const added = await addVideos(chosen, { wx, t, uploader, files, setTimer, limits, room })
      if (added.length === 0) return
      this.setData({ said: t.saidAdded(added.length) })
      this.triggerEvent('added', { ids: added.map(({ id }) => id) })
      if (autoStart) for (const task of this.startable()) task.start()
    },

    /** What was chosen; nothing, with a message, where the user was kept from choosing. */
    async pick(options: Pick<PickOptions, 'source' | 'again' | 'taken' | 'most'>) {
      const setSilent = (silent: boolean) => {
        if (this.data.silent !== silent) this.setData({ silent })
      }
      setSilent(false)
      const onSilence = () => setSilent(true)
      const result = await pickVideos(wx, t, { client, setTimer, now: Date.now(), onSilence, ...options })
      setSilent(false)
      explainPick(wx, t, result)
      return 'videos' in result ? result : undefined
    },

    startable(): UploadTask<PickedVideo>[] {
      return owns.get(this)?.view.startable() ?? []
    },

    startAll() {
      start(this.startable(), settings.current?.messages ?? [])
      this.feel('light')
    },

    onAll() {
      const action = this.data.total?.action
      if (action === 'goVideos') this.triggerEvent('videos')
      else if (action) actOnAll(action)
    },

    onClear: clearFinished,

    updateWeChat() {
      perform('updateWeChatApp', (end) => wx.updateWeChatApp(end))
    },

    /** Any button of a row. */
    onRow({ type, currentTarget }: RowEvent): unknown {
      const task = uploader.get(currentTarget.dataset.id)
      if (!task) return undefined
      if (type === 'edit') return this.setData({ sheet: sheetOf(task, uploader.tasks, t, Date.now()) })
      if (type === 'open') return this.triggerEvent('open', { videoId: task.snapshot.videoId })
      return type === 'pickagain' ? this.pickAgain(task) : ROW_ACTIONS[type]?.(task)
    },

    async pickAgain(task: UploadTask<PickedVideo>) {
      // Files of a chat have a name, and are not in the album.
      const source = task.snapshot.file.fileName === undefined ? 'album' : 'chat'
      const chosen = await this.pick({ source, again: true })
      const [video] = chosen?.videos ?? []
      if (video) await goOnWith(video, task)
    },

    onSheetClose() {
      this.setData({ sheet: null })
    },

    onSheetSave({ detail }: SaidEvent) {
      const task = uploader.get(this.data.sheet?.id ?? '')
      this.onSheetClose()
      if (task) sayOf(task, detail, details)
    },

    onSheetAct({ detail: { name } }: ActEvent) {
      const task = uploader.get(this.data.sheet?.id ?? '')
      this.onSheetClose()
      if (!task) return
      if (name === 'retry') task.start()
      const to = placeFor(name, task, uploader.tasks)
      if (to !== undefined) uploader.move(task.id, to)
    },
  },
})
