import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bundleApp, type Edit } from './app-bundle'
import { draws } from './draw'
import { playDraw } from './play-draw'

/** The draws can fail: guards are taken out of the app, one by one, and are missed. */
const guards: [name: string, broken: RegExp, edits: Edit[]][] = [
  [
    'calls that throw are passed over',
    /does not start|has thrown|Nothing can be added/,
    [[/wechat\/calls\.ts$/, 'return otherwise\n', 'throw error\n']],
  ],
  [
    'requests have an end, though WeChat never calls back',
    /It waits for ever|It never ends/,
    [[/run\/run\.ts$/, '() => reject(noAnswer()),', '() => undefined,']],
  ],
  [
    'questions about files have an end',
    /It waits for ever|It never ends/,
    [
      [
        /guarded-ports\.ts$/,
        'return await withDeadline(() => question(before), FILE_TIMEOUT_MS, setTimer, late)',
        'return await question(before)',
      ],
    ],
  ],
  [
    'what is stored is compared with what was read',
    /^Success of \w+, and stored is/,
    [
      [/uploader-options\.ts$/, 'checksums: true', 'checksums: false'],
      [/read-slice\.ts$/, '=== length) return bytes', '=== length) return new ArrayBuffer(length)'],
    ],
  ],
]

it.each(guards)('without this the draws fail: %s', async (_, broken, edits) => {
  const bundles = await bundleApp(edits)
  const property = fc.asyncProperty(draws, (draw) => playDraw(draw, bundles))
  // The first failure is enough.
  const { errorInstance, numRuns } = await fc.check(property, { numRuns: 400, seed: 1, endOnFailure: true })
  expect((errorInstance as Error | null)?.message, `after ${numRuns} draws`).toMatch(broken)
})
