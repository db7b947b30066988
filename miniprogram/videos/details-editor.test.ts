import { describe, expect, it, vi } from 'vitest'
import { en } from '../i18n/en'
import { ServiceError } from '../service/service-error'
import { readSettings } from '../service/settings'
import type { VideoChanges } from '../service/videos'
import { UploadError } from '../uploader/index'
import { DetailsEditor, type EditorView, toldOf } from './details-editor'

const video = { videoId: 'v', title: 'Sea', description: 'Waves', tags: ['a', 'b'], categoryId: '2' }

function editor(given: object = {}) {
  const answers: (Error | undefined)[] = []
  const [say, tell, saved] = [vi.fn(), vi.fn(), vi.fn()]
  const sent: VideoChanges[] = []
  let view = undefined as EditorView | undefined
  const it = new DetailsEditor({
    t: en,
    service: {
      async changeVideo(videoId, changes) {
        sent.push(changes)
        const failure = answers.shift()
        if (failure) throw failure
        return { videoId, ...changes } as never
      },
    },
    outbox: { tell },
    settings: () => readSettings(given),
    show: (shown) => {
      view = shown
    },
    say,
    saved,
  })
  it.take(video)
  return { it, answers, say, tell, saved, sent, view: () => view as EditorView }
}

describe('DetailsEditor', () => {
  it('shows what is said of a video, and offers no saving of that', () => {
    expect(editor().view()).toMatchObject({
      fields: { title: 'Sea', description: 'Waves', tags: 'a, b', categoryId: '2' },
      ...{ titleCount: '3/128', descriptionCount: '5/1024', canSave: false, categories: [] },
    })
  })

  it('saves what was changed, and nothing else', async () => {
    const { it, view, sent, say, saved } = editor()
    it.type('title', '  Sea side  ')
    it.type('tags', 'a，c, a、 b ,')
    expect(view()).toMatchObject({ titleCount: '8/128', canSave: true })
    await it.save()
    expect(sent).toEqual([{ title: 'Sea side', tags: ['a', 'c', 'b'] }])
    expect([say.mock.calls, saved.mock.calls.length, view().canSave]).toEqual([[[en.saved]], 1, false])
  })

  it.each([
    ['title', '', 'titleProblem', en.needTitle],
    ['title', '海'.repeat(129), 'titleProblem', en.tooLongBy(1)],
    ['description', 'x'.repeat(1025), 'descriptionProblem', en.tooLongBy(1)],
    ['tags', Array.from({ length: 17 }, (_, i) => i).join(), 'tagsProblem', en.tagsAtMost(16)],
    ['tags', 'x'.repeat(33), 'tagsProblem', en.tagIsTooLong(32)],
  ] as const)('says what is wrong with %s "%s" and does not save it', async (name, text, problem, words) => {
    const { it, view, sent } = editor()
    it.type(name, text)
    expect(view()).toMatchObject({ [problem]: words, canSave: false })
    await it.save()
    expect(sent).toEqual([])
  })

  it('counts an emoji as one character, and knows the service’s own limits', () => {
    const { it, view } = editor({ limits: { titleCharacters: 4 } })
    it.type('title', '海海海海')
    expect(view()).toMatchObject({ titleCount: '4/4', titleProblem: '', canSave: true })
    it.type('title', '海海海海海')
    expect(view()).toMatchObject({ titleCount: '5/4', titleProblem: en.tooLongBy(1) })
  })

  it('offers the operator’s categories, and none', async () => {
    const { it, view, sent } = editor({
      categories: [
        { id: '1', name: 'Sea' },
        { id: '2', name: 'Land' },
      ],
    })
    expect(view()).toMatchObject({ categories: [en.noCategory, 'Sea', 'Land'], category: 2 })
    it.choose(1)
    expect(view().category).toBe(1)
    await it.save()
    it.choose(0)
    await it.save()
    expect(sent).toEqual([{ categoryId: '1' }, { categoryId: null }])
  })

  it('leaves it to the outbox where the service cannot be told now', async () => {
    const { it, answers, tell, say, view } = editor()
    answers.push(new UploadError('network_failed', 'x'))
    it.type('title', 'Lake')
    await it.save()
    expect([tell.mock.calls, say.mock.calls, view().canSave]).toEqual([
      [['v', { title: 'Lake' }]],
      [[en.savedLater]],
      false,
    ])
  })

  it.each([
    ['title_refused', { titleProblem: en.titleRefused }],
    ['details_refused', { descriptionProblem: en.detailsRefused }],
  ])('says what the service refuses: %s', async (code, problem) => {
    const { it, answers, tell, view } = editor()
    answers.push(new ServiceError(code, 'x', { status: 400 }))
    it.type('title', 'Lake')
    await it.save()
    expect(view()).toMatchObject({ ...problem, canSave: true })
    expect(tell).not.toHaveBeenCalled()
    it.type('title', 'Pond')
    it.type('description', 'x')
    expect(view()).toMatchObject({ titleProblem: '', descriptionProblem: '' })
  })

  it('does not take away what is being typed when the video has changed elsewhere', () => {
    const { it, view } = editor()
    it.type('title', 'Lake')
    it.take({ ...video, title: 'Ocean', description: 'Deep' })
    expect(view()).toMatchObject({ fields: { title: 'Sea' }, canSave: true })
    it.take({ ...video, videoId: 'other', title: 'Ocean' })
    expect(view()).toMatchObject({ fields: { title: 'Ocean' }, canSave: false })
  })

  it('takes what the service has not been told yet for said', () => {
    expect(toldOf(video, { title: 'Lake', categoryId: null })).toEqual({ ...video, title: 'Lake', categoryId: '' })
  })
})
