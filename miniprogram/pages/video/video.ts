import { ServiceError } from '../../service/service-error'
import type { CloudVideo } from '../../service/videos'
import { client, deletions, details, myVideos, service, setTimer, settings, t } from '../../services'
import { choosePicture } from '../../videos/choose-picture'
import { DetailsEditor, type EditorView, EMPTY_EDITOR, toldOf } from '../../videos/details-editor'
import { findFile } from '../../videos/find-file'
import { Playback, type PlaybackState, STOPPED } from '../../videos/playback'
import { Pulse } from '../../videos/pulse'
import { isMoving } from '../../videos/video-kind'
import { perform, WxFailure } from '../../wechat/calls'
import { objectOf, textOf } from '../../wechat/values'
import { changesOfData } from '../changes-of-data'
import { leave } from '../leave'
import { showHint } from '../messages'
import { type PageSettings, pageSettings } from '../page-settings'
import { queryText } from '../query-text'
import { askToDelete } from './ask-to-delete'
import { Sharing, showInMenu } from './sharing'
import { NOTHING_SHOWN, type ShownVideo, toShown } from './shown-video'

interface Data extends PageSettings {
  state: 'loading' | 'there' | 'gone' | 'failed' | 'deleted'
  id: string
  shown: ShownVideo
  playback: PlaybackState
  playable: boolean
  form: EditorView
  /** The service knows the video, so that it can be changed. */
  editable: boolean
  /** Not while this phone is uploading it: the engine would make another video for the file. */
  canDelete: boolean
  canChangeCover: boolean
  canShare: boolean
  /** What has just changed, for those who do not see it. */
  news: string
}

type FieldEvent = WechatMiniprogram.CustomEvent<
  { value?: unknown },
  Record<string, never>,
  { name: 'title' | 'description' | 'tags' }
>

Page({
  data: {
    ...pageSettings(client, t),
    state: 'loading',
    id: '',
    shown: NOTHING_SHOWN,
    playback: STOPPED,
    playable: false,
    form: EMPTY_EDITOR,
    ...{ editable: false, canDelete: false },
    canChangeCover: false,
    canShare: false,
    news: '',
  } as Data,

  /** As the service has told it. */
  video: undefined as CloudVideo | undefined,
  /** Temp file of this phone's that was found. */
  file: undefined as string | undefined,
  ends: [] as (() => void)[],
  ...{ playback: undefined as Playback | undefined, editor: undefined as DetailsEditor | undefined },
  ...{ pulse: undefined as Pulse | undefined, sharing: undefined as Sharing | undefined },

  onLoad(query: { id?: string }) {
    const id = queryText(query.id)
    perform('setNavigationBarTitle', (end) => wx.setNavigationBarTitle({ title: t.videoTitle, ...end }))
    showInMenu(wx, false)
    const local = async () => this.file
    const showPlayback = (playback: PlaybackState) => this.update({ playback })
    this.playback = new Playback({ t, local, cloud: undefined, show: showPlayback, setTimer, now: Date.now })
    this.editor = new DetailsEditor({
      ...{ t, service, outbox: details, settings: () => settings.current },
      show: (form) => this.update({ form }),
      say: (text) => showHint(wx, text),
      saved: (video) => myVideos.take(video),
    })
    this.pulse = new Pulse(() => this.look(), setTimer)
    this.sharing = new Sharing(() => service.shareVideo(id))
    this.update({ id })
    this.ends = [
      myVideos.subscribe((progressOnly) => progressOnly || this.refresh()),
      settings.subscribe(() => this.refresh()),
      details.subscribe((videoId, outcome) => {
        if (videoId === id && 'refused' in outcome && outcome.of.coverPath !== undefined) showHint(wx, t.coverRefused)
      }),
      deletions.subscribe((videoId, change) => {
        if (videoId === id && change === 'deleted') this.leave()
        if (videoId === id && change === 'kept') this.refresh()
      }),
    ]
    this.refresh()
    void this.findLocal()
    void this.look()
  },

  onShow() {
    this.pulse?.beat(isMovingHere(this.data))
  },

  onHide() {
    this.pulse?.beat(false)
    // Whoever goes has had the time to think better of it.
    deletions.commit()
  },

  onUnload() {
    this.onHide()
    this.playback?.stop()
    for (const end of this.ends) end()
    this.ends = []
  },

  onShareAppMessage() {
    return this.sharing?.card(this.data.shown) ?? {}
  },

  update(changes: Partial<Data>) {
    const all = changesOfData(this.data, changes)
    if (Object.keys(all).length > 0) this.setData(all)
  },

  /** Brings the page up to date with what is known of the video. */
  refresh() {
    const { id } = this.data
    if (deletions.has(id)) return this.update({ state: 'deleted' })
    const listed = myVideos.about(id) ?? (this.video && myVideos.about(id, this.video))
    // It may have been taken out of the list as it was deleted elsewhere.
    if (!listed) return this.update(this.data.state === 'loading' ? {} : { state: 'gone' })
    const shown = toShown(listed, details.of(id)?.coverPath ?? '', t)
    const { kind, video = this.video } = listed
    const ready = kind === 'ready'
    if (this.playback) this.playback.cloud = ready ? () => service.playVideo(id) : undefined
    const before = this.data.shown.kind
    this.update({
      ...{ state: 'there', shown, editable: video !== undefined },
      canDelete: video !== undefined && kind !== 'uploading',
      playable: ready || this.file !== undefined,
      canChangeCover: video !== undefined && settings.current?.covers === true,
      news: before !== '' && before !== kind ? t.announceState(shown.title, shown.state) : this.data.news,
    })
    if (video) this.editor?.take(toldOf(video, details.of(id)))
    this.pulse?.beat(isMovingHere(this.data))
    void this.prepareSharing(ready && settings.current?.shares === true)
  },

  /** Asks the service. @returns whether anything has changed */
  async look(): Promise<boolean> {
    const { id, shown } = this.data
    try {
      const video = await service.getVideo(id)
      this.video = video
      myVideos.take(video)
      this.refresh()
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'video_not_found' && !myVideos.about(id)?.upload) {
        this.video = undefined
        myVideos.drop(id)
        if (this.data.state !== 'deleted') this.update({ state: 'gone' })
      } else if (this.data.state === 'loading') this.update({ state: 'failed' })
    }
    return shown.kind !== this.data.shown.kind
  },

  async findLocal() {
    const { upload, record } = myVideos.about(this.data.id) ?? {}
    this.file = await findFile(wx, record?.path ?? upload?.file.path ?? '', setTimer)
    if (this.file !== undefined) this.refresh()
  },

  async prepareSharing(allowed: boolean) {
    if (allowed) await this.sharing?.prepare()
    else this.sharing?.revoke()
    const canShare = this.sharing?.ready === true
    if (canShare !== this.data.canShare) showInMenu(wx, canShare)
    this.update({ canShare })
  },

  tryAgain() {
    this.update({ state: 'loading' })
    void this.look()
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

  onField({ detail, currentTarget }: FieldEvent) {
    this.editor?.type(currentTarget.dataset.name, textOf(objectOf(detail as unknown) && detail.value))
  },

  onCategory({ detail }: WechatMiniprogram.CustomEvent<{ value?: unknown }>) {
    this.editor?.choose(Number(detail.value) || 0)
  },

  save() {
    void this.editor?.save()
  },

  async changeCover() {
    try {
      const coverPath = await choosePicture(wx, setTimer)
      if (coverPath === undefined) return
      details.tell(this.data.id, { coverPath })
      showHint(wx, t.coverChosen)
      this.refresh()
    } catch (error) {
      if (!(error instanceof WxFailure)) throw error
      showHint(wx, t.coverFailed)
    }
  },

  copyId() {
    const data = this.data.id
    const fail = () => showHint(wx, t.copyFailed)
    // WeChat itself says that it is copied.
    perform('setClipboardData', () => wx.setClipboardData({ data, fail }))
  },

  remove() {
    askToDelete(wx, t, () => {
      this.playback?.stop()
      deletions.ask(this.data.id)
      this.refresh()
    })
  },

  undo() {
    deletions.undo(this.data.id)
  },

  /** To where the user came from, or to the list. */
  leave() {
    leave(wx)
  },
})

function isMovingHere({ shown: { kind }, state }: Data): boolean {
  return state === 'there' && kind !== '' && isMoving(kind)
}
