import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dangerColor } from './danger-color'
import { readWindowHeight } from './window-height'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

describe('the window’s height', () => {
  it.each<[object, number]>([
    [{ getWindowInfo: () => ({ windowHeight: 700 }) }, 700],
    [{ getSystemInfoSync: () => ({ windowHeight: '600' }) }, 600],
    [{ getWindowInfo: () => null, getSystemInfoSync: () => ({ windowHeight: Number.NaN }) }, 900],
    [{}, 900],
  ])('is what WeChat says, or tall: %#', (wx, height) => {
    expect(readWindowHeight(wx as never)).toBe(height)
  })
})

describe('the colour of what cannot be taken back', () => {
  it.each<[object, string]>([
    [{ getAppBaseInfo: () => ({ theme: 'dark' }) }, '#ff7a70'],
    [{ getAppBaseInfo: () => ({ theme: 'light' }) }, '#c8352b'],
    [{ getSystemInfoSync: () => ({ theme: 'dark' }) }, '#ff7a70'],
    [{}, '#c8352b'],
  ])('fits the theme: %#', (wx, color) => {
    expect(dangerColor(wx as never)).toBe(color)
  })
})
