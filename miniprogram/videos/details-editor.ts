import type { Texts } from '../i18n/index'
import { isFinal, ServiceError } from '../service/service-error'
import { readSettings, type ServiceSettings } from '../service/settings'
import type { CloudVideo, VideoChanges } from '../service/videos'
import { changesOf, countOf, type Fields, fieldsOf, NO_FIELDS, problemsOf } from './details-fields'

/** A video as far as its user can say something else of it. */
export type Described = Pick<CloudVideo, 'videoId' | 'title' | 'description' | 'tags' | 'categoryId'>

type TextName = 'title' | 'description' | 'tags'

/** What the page shows of the editor. */
export interface EditorView {
  /** What stands in the fields when they are shown: what is typed is not given back to them. */
  fields: Fields
  /** As `12/128`. */
  titleCount: string
  descriptionCount: string
  titleProblem: string
  descriptionProblem: string
  tagsProblem: string
  /** Names; the first is none. Empty where the operator offers none. */
  categories: string[]
  category: number
  /** Something is to be saved, and can be. */
  canSave: boolean
  saving: boolean
}

export const EMPTY_EDITOR: EditorView = {
  fields: NO_FIELDS,
  ...{ titleCount: '', descriptionCount: '', titleProblem: '', descriptionProblem: '', tagsProblem: '' },
  ...{ categories: [], category: 0, canSave: false, saving: false },
}

export interface DetailsEditorOptions {
  t: Texts
  service: { changeVideo(videoId: string, changes: VideoChanges): Promise<CloudVideo> }
  /** Takes what the service cannot be told now. */
  outbox: { tell(videoId: string, changes: VideoChanges): void }
  settings(): ServiceSettings | undefined
  show(view: EditorView): void
  /** What is to be said in passing. */
  say(text: string): void
  saved(video: CloudVideo): void
}

/** A video with what the service has not been told yet. */
export function toldOf(video: Described, told: VideoChanges = {}): Described {
  const {
    title = video.title,
    description = video.description,
    tags = video.tags,
    categoryId = video.categoryId,
  } = told
  return { videoId: video.videoId, title, description, tags: [...tags], categoryId: categoryId ?? '' }
}

const NOTHING_REFUSED: Record<TextName, string> = { title: '', description: '', tags: '' }

/** Title, description, tags and category of a video that VOD has: what is typed, what is wrong with it, and its saving. */
export class DetailsEditor {
  readonly #options: DetailsEditorOptions
  #videoId = ''
  #saved = NO_FIELDS
  #typed = NO_FIELDS
  /** What the service has said of what was typed. */
  #refused = NOTHING_REFUSED
  #view = EMPTY_EDITOR

  constructor(options: DetailsEditorOptions) {
    this.#options = options
  }

  /** The video as it is known now. It does not take away what is being typed. */
  take(video: Described): void {
    const touched = this.#videoId === video.videoId && this.#isTouched
    this.#videoId = video.videoId
    this.#saved = fieldsOf(video)
    if (!touched) this.#typed = this.#saved
    this.#show(touched ? {} : { fields: this.#saved })
  }

  type(name: TextName, text: string): void {
    this.#typed = { ...this.#typed, [name]: text }
    this.#refused = { ...this.#refused, [name]: '' }
    this.#show()
  }

  /** @param index in the view's categories */
  choose(index: number): void {
    const { categories = [] } = this.#options.settings() ?? {}
    this.#typed = { ...this.#typed, categoryId: categories[index - 1]?.id ?? '' }
    this.#show()
  }

  /** Tells the service; where it cannot be told now, the outbox will. */
  async save(): Promise<void> {
    if (!this.#view.canSave || this.#view.saving) return
    const { service, outbox, t, say, saved } = this.#options
    const [videoId, typed] = [this.#videoId, this.#typed]
    const changes = changesOf(this.#saved, typed)
    this.#show({ saving: true })
    try {
      const video = await service.changeVideo(videoId, changes)
      say(t.saved)
      this.#settle(typed)
      saved(video)
    } catch (error) {
      if (isFinal(error)) this.#refuse(error)
      else {
        outbox.tell(videoId, changes)
        say(t.savedLater)
        this.#settle(typed)
      }
    }
  }

  get #isTouched(): boolean {
    return Object.keys(changesOf(this.#saved, this.#typed)).length > 0
  }

  /** What was typed counts as saved; what was typed since does not. */
  #settle(typed: Fields): void {
    this.#saved = typed
    this.#show({ saving: false })
  }

  #refuse(error: unknown): void {
    const { t, say } = this.#options
    const code = error instanceof ServiceError ? error.code : ''
    if (code === 'title_refused') this.#refused = { ...this.#refused, title: t.titleRefused }
    else if (code === 'details_refused') this.#refused = { ...this.#refused, description: t.detailsRefused }
    else say(code === 'video_not_found' ? t.goneHeading : t.notSaved)
    this.#show({ saving: false })
  }

  #show(changes: Partial<EditorView> = {}): void {
    const { t } = this.#options
    const { limits, categories } = this.#options.settings() ?? readSettings({})
    const typed = this.#typed
    const problems = problemsOf(typed, limits, t)
    const chosen = categories.findIndex(({ id }) => id === typed.categoryId)
    const view: EditorView = {
      ...this.#view,
      ...changes,
      titleCount: countOf(typed.title, limits.titleCharacters),
      descriptionCount: countOf(typed.description, limits.descriptionCharacters),
      titleProblem: this.#refused.title || problems.title,
      descriptionProblem: this.#refused.description || problems.description,
      tagsProblem: this.#refused.tags || problems.tags,
      categories: categories.length > 0 ? [t.noCategory, ...categories.map(({ name }) => name)] : [],
      category: chosen + 1,
      canSave: this.#isTouched && Object.values(problems).every((problem) => problem === ''),
    }
    this.#view = view
    this.#options.show(view)
  }
}
