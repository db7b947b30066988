import { describe, expect, it } from 'vitest'
import { BLOCK_ROWS, RowWindow } from './row-window'

const shown = (window: RowWindow) =>
  Array.from({ length: window.blocks }, (_, block) => block).filter((block) => window.shows(block))

describe('RowWindow', () => {
  it('shows the blocks on the screen, one before and one after', () => {
    const window = new RowWindow(100)
    window.setRows(500)
    window.lookAt(0, 800)
    expect(shown(window)).toEqual([0, 1])
    expect(window.lookAt(10, 800)).toBe(false)
    expect(window.lookAt(10_000, 800)).toBe(true)
    expect(shown(window)).toEqual([9, 10, 11])
    expect(window.end).toBe(120)
  })

  it('keeps the place of what it does not show, as high as that was', () => {
    const window = new RowWindow(100)
    window.setRows(55)
    window.measure(0, 1500)
    window.measure(1, 0)
    window.lookAt(3600, 800)
    expect(shown(window)).toEqual([2, 3, 4])
    expect(window.spaces).toEqual({ before: 2500, after: 500 })
    window.lookAt(0, 800)
    expect(window.spaces).toEqual({ before: 0, after: 3500 })
  })

  it('never shows more blocks however long the list is', () => {
    for (const rows of [50, 500, 5000]) {
      const window = new RowWindow(100)
      window.setRows(rows)
      for (let y = 0; y < rows * 100; y += 333) {
        window.lookAt(y, 800)
        expect(shown(window).length).toBeLessThanOrEqual(4)
      }
      const { before, after } = window.spaces
      expect(before + after + shown(window).length * BLOCK_ROWS * 100).toBeGreaterThanOrEqual(rows * 100)
    }
  })

  it('stays where there are rows when the list has become shorter', () => {
    const window = new RowWindow(100)
    window.setRows(500)
    window.lookAt(40_000, 800)
    window.setRows(15)
    window.lookAt(40_000, 800)
    expect(shown(window)).toEqual([0, 1])
    window.setRows(0)
    window.lookAt(0, 800)
    expect([shown(window), window.spaces]).toEqual([[], { before: 0, after: 0 }])
  })
})
