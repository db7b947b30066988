import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { play } from './play'
import { schedules } from './schedule'

// `SEED=… npx vitest run --project simulation` plays the same schedules again. A failure prints seed and path.

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
/** In so many tests, so that the machine's cores share them and a failure ends only its own. */
const GROUPS = 10

it('found once: a video that is made while its upload is paused and resumed is not made twice', () => {
  const events = [{ what: 'pause' as const, ms: 53, file: 0 }]
  return play({
    sizes: [1],
    method: 'sts',
    checksums: false,
    consent: false,
    datesFiles: false,
    seed: 45_688_350,
    events,
  })
})

describe(`fault schedules, SEED=${seed}`, () => {
  it.each(Array.from({ length: GROUPS }, (_, i) => i))(
    'end with the file stored, or in an error that names its cause; group %d of 100',
    async (group) => {
      await fc.assert(fc.asyncProperty(schedules, play), { numRuns: 100, seed: seed + group, endOnFailure: false })
      expect.assertions(0)
    },
  )
})
