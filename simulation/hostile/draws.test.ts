import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundleApp } from './app-bundle'
import { draws } from './draw'
import { playDraw } from './play-draw'

// `SEED=… npx vitest run --project simulation simulation/hostile` plays the same draws again. A failure prints seed and
// path, and the smallest draw that fails.

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
/** In so many tests, so that a failure ends only its own. */
const GROUPS = 10

const bundles = await bundleApp()

describe(`the app on a wx that misbehaves, SEED=${seed}`, () => {
  it.each(Array.from({ length: GROUPS }, (_, i) => i))(
    'starts, goes on, stores what was picked, and says what is wrong; group %d of 100',
    async (group) => {
      const property = fc.asyncProperty(draws, (draw) => playDraw(draw, bundles))
      await fc.assert(property, { numRuns: 100, seed: seed + group, endOnFailure: false })
      expect.assertions(0)
    },
  )
})
