import { describe, expect, it } from 'vitest'
import { en } from '../i18n/en'
import { changesOf, countOf, NO_FIELDS, problemsOf, readTags, VOD_LIMITS } from './details-fields'

const fields = (changes: Partial<typeof NO_FIELDS>) => ({ ...NO_FIELDS, title: 'Sea', ...changes })

describe('what is typed', () => {
  it.each([
    [{ title: '' }, { title: en.needTitle }],
    [{ title: ' \u202e ' }, { title: en.needTitle }],
    [{ title: 'a'.repeat(130) }, { title: en.tooLongBy(2) }],
    [{ title: 'Sea 🏖' }, { title: en.refusedCharacters('🏖') }],
    [{ description: 'a'.repeat(1025) }, { description: en.tooLongBy(1) }],
    [{ description: '🎬' }, { description: en.refusedCharacters('🎬') }],
    [{ tags: Array.from({ length: 17 }, (_, i) => i).join() }, { tags: en.tagsAtMost(16) }],
    [{ tags: 'a'.repeat(33) }, { tags: en.tagIsTooLong(32) }],
  ])('is told at once where VOD would refuse it: %o', (changes, problems) => {
    expect(problemsOf(fields(changes), VOD_LIMITS, en)).toEqual({ title: '', description: '', tags: '', ...problems })
  })

  it('is right as long as VOD takes it', () => {
    const most = { title: '长'.repeat(128), description: 'a'.repeat(1024), tags: `${'a'.repeat(32)},b` }
    expect(problemsOf(fields(most), VOD_LIMITS, en)).toEqual({ title: '', description: '', tags: '' })
  })

  it('is counted as VOD counts it', () => {
    expect(countOf(' 海边\u202e ', 128)).toBe('2/128')
  })

  it.each([
    ['a, b，c、d;e；a', ['a', 'b', 'c', 'd', 'e']],
    [' ,, ', []],
    ['夏 天', ['夏 天']],
  ])('holds tags: %s', (text, tags) => {
    expect(readTags(text)).toEqual(tags)
  })

  it('is kept where it differs, without what does not show', () => {
    const before = fields({ description: 'D', tags: 'a, b', categoryId: '1' })
    expect(changesOf(before, { ...before, tags: 'a,b ,' })).toEqual({})
    expect(changesOf(before, { title: 'New\u202e', description: ' ', tags: 'a', categoryId: '' })).toEqual({
      title: 'New',
      description: '',
      tags: ['a'],
      categoryId: null,
    })
  })
})
