import { expect, it } from 'vitest'
import { checkFileSizes, MOST_LINES } from './file-sizes'

const lines = (count: number) => 'a\n'.repeat(count)

it.each(['server/a.ts', 'miniprogram/pages/a/a.wxml', 'server/a.cjs'])(
  'the check of sizes refuses a long %s',
  (path) => {
    expect(checkFileSizes(new Map([[path, lines(MOST_LINES)]]))).toEqual([])
    expect(checkFileSizes(new Map([[path, lines(MOST_LINES + 1)]]))).toEqual([
      `${path} has 251 lines, more than 250: split it by its ideas`,
    ])
  },
)

it('the check of sizes counts a last line that no line break ends', () => {
  expect(checkFileSizes(new Map([['a.ts', `${lines(MOST_LINES)}a`]]))).toHaveLength(1)
})

it.each(['server/a.test.ts', 'preview/styles/a.css', 'miniprogram/app.wxss'])(
  'the check of sizes takes a long %s',
  (path) => {
    expect(checkFileSizes(new Map([[path, lines(1000)]]))).toEqual([])
  },
)
