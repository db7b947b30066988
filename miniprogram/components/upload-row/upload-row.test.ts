import { describe, expect, it, vi } from 'vitest'
import { mount } from '../../../preview/testing/mount'
import { en } from '../../i18n/en'
import type { Row } from './row'

vi.mock('../../services', async () => ({ t: (await import('../../i18n/en')).en }))

const row = (changes: Partial<Row> = {}): Row => ({
  id: '1',
  title: 'My video',
  thumb: '',
  facts: '10 MB',
  kind: 'waiting',
  percent: 0,
  status: 'status',
  ...changes,
})

const show = (changes: Partial<Row> = {}) =>
  mount('components/upload-row/upload-row', { properties: { row: row(changes) } })

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('a row of the queue', () => {
  it.each(['waiting', 'error'] as const)('lets the title of a video be changed that is %s', async (kind) => {
    const component = await show({ kind })
    const renamed = component.listen('rename')
    component.triggerEvent(en.titleLabel, 'blur', { value: '  New title ' })
    component.triggerEvent(en.titleLabel, 'blur', { value: 'My video' })
    component.triggerEvent(en.titleLabel, 'blur', { value: '   ' })
    expect(renamed).toEqual([{ detail: { title: 'New title' } }])
  })

  it.each(['active', 'success'] as const)('only shows the title of a video that is %s', async (kind) => {
    const component = await show({ kind })
    expect(component.all(en.titleLabel)).toHaveLength(0)
    expect(component.text('.title')).toBe('My video')
  })

  it('shows progress while it is under way', async () => {
    const component = await show({ kind: 'active', percent: 42 })
    expect(component.get('Upload progress of “My video”')).toBeTruthy()
    expect(component.text()).toContain('42 %')
    component.setProperties({ row: row({ kind: 'success', percent: 100 }) })
    await settled()
    expect(component.all('Upload progress of “My video”')).toHaveLength(0)
  })

  it('offers another try after an error', async () => {
    const component = await show({ kind: 'error', status: en.errorNetwork })
    const started = component.listen('start')
    expect(component.text()).toContain(en.errorNetwork)
    component.tap('Upload “My video” again')
    expect(started).toHaveLength(1)
  })

  it.each([
    ['waiting', 'Remove “My video”'],
    ['active', 'Stop uploading “My video”'],
  ] as const)('can be taken out while it is %s, under a name that says so', async (kind, label) => {
    const component = await show({ kind })
    const removed = component.listen('remove')
    component.tap(label)
    expect(removed).toHaveLength(1)
  })
})
