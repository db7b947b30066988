import { describe, expect, it, vi } from 'vitest'
import { mount } from '../../../preview/test-support/mount'
import { en } from '../../i18n/en'
import type { Row } from './row'

vi.mock('../../services', async () => ({ t: (await import('../../i18n/en')).en }))

const row = (changes: Partial<Row> = {}): Row => ({
  id: '1',
  title: 'My video',
  thumb: '',
  facts: '10 MB',
  kind: 'waiting',
  about: 'edit',
  percent: 0,
  status: 'status',
  action: '',
  notice: '',
  ...changes,
})

const show = (changes: Partial<Row> = {}) =>
  mount('components/upload-row/upload-row', { properties: { row: row(changes) } })

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('a row of the queue', () => {
  it.each([
    ['edit', 'waiting', 'Edit “My video”'],
    ['open', 'success', 'See “My video”'],
  ] as const)('leads by its title to where the user can %s it', async (about, kind, label) => {
    const component = await show({ about, kind })
    const heard = component.listen(about)
    component.tap(label)
    expect(heard).toHaveLength(1)
    expect(component.text('.title')).toBe('My video')
  })

  it.each([
    ['active', 42],
    ['paused', 0],
    ['error', 42],
  ] as const)('shows the progress of a video that is %s, at %d %%', async (kind, percent) => {
    const component = await show({ kind, percent })
    expect(component.get('Upload progress of “My video”')).toBeTruthy()
    expect(component.text()).toContain(`${percent} %`)
  })

  it.each([
    ['waiting', 0],
    ['success', 100],
    ['error', 0],
  ] as const)('shows no progress where there is none: %s', async (kind, percent) => {
    const component = await show({ kind, percent })
    expect(component.all('Upload progress of “My video”')).toHaveLength(0)
    expect(component.text()).not.toContain('%')
  })

  it.each([
    ['pause', 'Pause uploading “My video”', 'pause'],
    ['resume', 'Resume uploading “My video”', 'resume'],
    ['useMobileData', 'Use data for “My video”', 'resume'],
    ['retry', 'Retry “My video”', 'start'],
    ['pickAgain', 'Choose again: the file of “My video”', 'pickagain'],
    ['copyId', 'Copy ID of the failure of “My video”', 'copyid'],
    ['takeOriginal', 'Take original of “My video”', 'takeoriginal'],
  ] as const)('offers to %s, under a name that says so', async (action, label, event) => {
    const component = await show({ kind: 'active', action })
    const heard = component.listen(event)
    component.tap(label)
    expect(heard).toHaveLength(1)
    component.setProperties({ row: row() })
    await settled()
    expect(component.all(label)).toHaveLength(0)
  })

  it('has a second line for what is to be known', async () => {
    const component = await show({ kind: 'active', notice: en.partsGone })
    expect(component.text('.notice')).toBe(en.partsGone)
  })

  it('shows the picture of the file that was chosen again', async () => {
    const component = await show({ thumb: 'http://tmp/gone.jpg' })
    component.triggerEvent('wx-image', 'error')
    await settled()
    expect(component.all('wx-image')).toHaveLength(0)
    component.setProperties({ row: row({ thumb: 'http://tmp/new.jpg' }) })
    await settled()
    expect(component.all('wx-image')).toHaveLength(1)
  })

  it.each([
    ['waiting', 'Remove “My video”'],
    ['active', 'Stop uploading “My video”'],
    ['paused', 'Stop uploading “My video”'],
    ['error', 'Remove “My video”'],
  ] as const)('can be taken out while it is %s, under a name that says so', async (kind, label) => {
    const component = await show({ kind })
    const removed = component.listen('remove')
    component.tap(label)
    expect(removed).toHaveLength(1)
  })
})
