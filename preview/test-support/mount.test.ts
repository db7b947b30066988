import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { mount } from './mount'

const root = join(import.meta.dirname, 'fixture/miniprogram')

describe('mount', () => {
  it('mounts a page with its components, and runs its lifetimes', async () => {
    const page = await mount('pages/controls/controls', { root, query: { id: '1' } })
    expect(page.data.events).toEqual(['load {"id":"1"}', 'show', 'ready'])
    expect(page.text('.loud')).toBe('FIRST 0')
    expect(page.text()).toContain('a+b 60')
  })

  it('taps by aria-label, as a finger does', async () => {
    const page = await mount('pages/controls/controls', { root })
    page.tap('inner')
    expect(page.data.events).toContain('inner 7')
    expect(page.data.events).not.toContain('outer')
    page.tap('disabled button')
    expect(page.data.taps).toBe(1)
  })

  it('finds classes of isolated components, and hears their events', async () => {
    const card = await mount('components/card/card', { root, properties: { title: 'x', open: true } })
    const counts = card.listen('count')
    expect(card.text('.more')).toBe('more')
    card.tap('card x')
    card.tap('.box')
    expect(counts).toEqual([{ detail: { count: 1 } }, { detail: { count: 2 } }])
    card.setProperties({ open: false })
    expect(card.text('.more')).toBe('')
  })

  it('triggers events of elements, and counts setData', async () => {
    const page = await mount('pages/controls/controls', { root })
    const before = page.setDataCalls.length
    page.triggerEvent('wx-switch', 'change', { value: true })
    expect(page.data.events).toContain('switch true')
    expect(page.setDataCalls.slice(before)).toMatchObject([{ path: 'pages/controls/controls' }])
  })

  it('gives the component the wx of the test, and no other call', async () => {
    const nextTick = vi.fn()
    await mount('pages/calls/calls', { root, wx: { nextTick } })
    wx.nextTick(() => undefined)
    expect(nextTick).toHaveBeenCalledOnce()
    expect(() => wx.getWindowInfo()).toThrow('The test has no wx.getWindowInfo')
  })

  it('gives the component the app of the test', async () => {
    const seen: string[] = []
    const page = await mount('pages/controls/controls', { root, app: { seen } })
    page.unmount()
    expect(seen).toEqual(['card detached'])
    expect(document.querySelector('wx-page')).toBeNull()
  })

  it('refuses what does not compile', async () => {
    await expect(mount('pages/missing/missing', { root })).rejects.toThrow('missing.wxml:1:1 is missing')
  })
})
