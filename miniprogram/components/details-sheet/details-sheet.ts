import { showHint } from '../../pages/messages'
import { setTimer, t } from '../../services'
import { choosePicture } from '../../videos/choose-picture'
import { countOf, problemsOf, type TextField, VOD_LIMITS } from '../../videos/details-fields'
import { WxFailure } from '../../wechat/calls'
import { EMPTY_SHEET, type SheetFields, sheetChanges } from './fields'

/** Something else that can be done with the video. */
export interface SheetAct {
  name: string
  text: string
}

type FieldEvent = WechatMiniprogram.CustomEvent<{ value?: unknown }, Record<string, never>, { name: TextField }>
type TapEvent = WechatMiniprogram.BaseEvent<Record<string, never>, { id: string }>

/** What is typed, of each instance. */
const typing = new WeakMap<object, SheetFields>()

const NO_PROBLEMS: Record<TextField, string> = { title: '', description: '', tags: '' }

/**
 * What the user says of a video, over the page: title, description, tags, category, cover, with VOD's limits where one
 * types. Show it by wx:if. Events: `save` (what has changed: {title?, description?, tags?, categoryId?, coverPath?}),
 * `close`, `act` ({name} of one of `acts`).
 */
Component({
  properties: {
    /** What there is. */
    fields: { type: Object, value: EMPTY_SHEET },
    /** Of the video itself, where no cover is chosen. */
    thumb: { type: String, value: '' },
    /** {id, name} each; without any, none can be chosen. */
    categories: { type: Array, value: [] as { id: string; name: string }[] },
    limits: { type: Object, value: VOD_LIMITS },
    /** Whether a cover can be chosen. */
    covers: { type: Boolean, value: false },
    /** {name, text} each. */
    acts: { type: Array, value: [] as SheetAct[] },
  },

  data: {
    t: {
      ...{
        details: t.details,
        done: t.done,
        cancel: t.cancel,
        title: t.titleField,
        titlePlaceholder: t.titlePlaceholder,
      },
      ...{ description: t.descriptionField, descriptionPlaceholder: t.descriptionPlaceholder, tags: t.tagsField },
      ...{ tagsPlaceholder: t.tagsPlaceholder, category: t.categoryField, categoryNone: t.categoryNone },
      ...{ cover: t.coverField, chooseCover: t.chooseCover },
    },
    /** What stands in the fields at first: what is typed is not given back to them. */
    shown: EMPTY_SHEET,
    titleLabel: '',
    counts: { title: '', description: '' },
    problems: NO_PROBLEMS,
    categoryId: '',
    coverPath: '',
    canSave: true,
  },

  lifetimes: {
    attached() {
      const { fields } = this.data
      typing.set(this, { ...fields })
      this.setData({
        shown: fields,
        titleLabel: t.titleNamed(fields.title),
        categoryId: fields.categoryId,
        coverPath: fields.coverPath,
      })
      this.judge()
    },
  },

  methods: {
    typed(): SheetFields {
      return typing.get(this) ?? this.data.fields
    },

    onInput({ detail, currentTarget }: FieldEvent) {
      this.typed()[currentTarget.dataset.name] = typeof detail.value === 'string' ? detail.value : ''
      this.judge()
    },

    onCategory({ currentTarget }: TapEvent) {
      const categoryId = currentTarget.dataset.id
      this.typed().categoryId = categoryId
      this.setData({ categoryId })
    },

    async onCover() {
      try {
        const coverPath = await choosePicture(wx, setTimer)
        if (coverPath === undefined) return
        this.typed().coverPath = coverPath
        this.setData({ coverPath })
      } catch (error) {
        if (!(error instanceof WxFailure)) throw error
        showHint(wx, t.pictureFailed)
      }
    },

    onSave() {
      if (!this.data.canSave) return
      this.triggerEvent('save', sheetChanges(this.data.fields, this.typed()))
    },

    onClose() {
      this.triggerEvent('close')
    },

    onAct({ currentTarget }: TapEvent) {
      this.triggerEvent('act', { name: currentTarget.dataset.id })
    },

    /** Keeps the page below from scrolling. */
    hold() {
      return undefined
    },

    /** Says what is right and wrong with what is typed. */
    judge() {
      const { limits, problems, counts, canSave } = this.data
      const typed = this.typed()
      const now = {
        problems: problemsOf(typed, limits, t),
        counts: {
          title: countOf(typed.title, limits.titleCharacters),
          description: countOf(typed.description, limits.descriptionCharacters),
        },
      }
      const can = Object.values(now.problems).every((problem) => problem === '')
      const changed = JSON.stringify({ problems, counts }) !== JSON.stringify(now) || can !== canSave
      if (changed) this.setData({ ...now, canSave: can })
    },
  },
})
