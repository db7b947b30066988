import { expect, it } from 'vitest'
import { toCssUnits } from './units'

it.each([
  ['10rpx', 'calc(var(--rpx) * 10)'],
  ['-1.5rpx .5rpx', 'calc(var(--rpx) * -1.5) calc(var(--rpx) * .5)'],
  ['calc(100vh - 20rpx)', 'calc(calc(var(--vh) * 100) - calc(var(--rpx) * 20))'],
  ['1px solid', '1px solid'],
  ['url(a10rpx.png)', 'url(a10rpx.png)'],
  ['"10rpx"', '"10rpx"'],
  ['var(--a-10rpx)', 'var(--a-10rpx)'],
  ['calc(8px + env(safe-area-inset-bottom, 0px))', 'calc(8px + var(--safe-bottom))'],
])('toCssUnits converts %s', (value, expected) => {
  expect(toCssUnits(value)).toBe(expected)
})
