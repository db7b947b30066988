import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isTooOld } from './base-library'
import { readClient } from './client'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

const client = (wx: object) => readClient(wx as Parameters<typeof readClient>[0])
const throwing = () => {
  throw new Error('system error')
}
const base = { language: 'zh_CN', fontSizeSetting: 20, SDKVersion: '3.8.12' }
const device = { platform: 'mac' }

describe('readClient', () => {
  const known = { language: 'zh_CN', textSize: 20, library: '3.8.12', desktop: true, weCom: false }

  it.each<[string, object, object]>([
    [
      'by the calls of today',
      { getAppBaseInfo: () => base, getDeviceInfo: () => device, getSystemInfoSync: () => ({}) },
      known,
    ],
    ['by the one of before 2.20.1', { getSystemInfoSync: () => ({ ...base, ...device }) }, known],
    [
      'where those of today throw',
      { getAppBaseInfo: throwing, getDeviceInfo: throwing, getSystemInfoSync: () => ({ ...base, ...device }) },
      known,
    ],
    ['on WeCom', { getSystemInfoSync: () => ({ ...base, environment: 'wxwork' }) }, { desktop: false, weCom: true }],
    [
      'where values are of another type',
      { getSystemInfoSync: () => ({ language: 7, fontSizeSetting: '20', SDKVersion: null }) },
      { language: '', textSize: 20, library: '' },
    ],
    [
      'where nothing works',
      { getAppBaseInfo: throwing, getSystemInfoSync: throwing },
      { language: '', textSize: 0, library: '', desktop: false, weCom: false },
    ],
  ])('reads %s', (_, wx, expected) => {
    expect(client(wx)).toMatchObject(expected)
  })
})

describe('isTooOld', () => {
  const calls = ['request', 'login', 'getFileSystemManager', 'getStorageSync', 'setStorageSync']
  const wx = (names: string[]) => Object.fromEntries(names.map((name) => [name, () => undefined]))

  it.each([
    ['2.16.0', true],
    ['2.9.5', true],
    ['1.99.99', true],
    ['2.16.1', false],
    ['2.20.0', false],
    ['3.8.12', false],
    ['', false],
    ['dev', false],
  ])('takes base library "%s" for too old: %s', (library, tooOld) => {
    expect(isTooOld(wx(calls), library)).toBe(tooOld)
  })

  it('holds a WeChat without a call that nothing can replace for too old', () => {
    for (const missing of calls) {
      expect(isTooOld(wx(calls.filter((name) => name !== missing)), '3.8.12'), missing).toBe(true)
    }
  })
})
