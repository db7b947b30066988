import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { bundleApp } from './hostile/app-bundle'
import { draws } from './hostile/draw'
import { playDraw } from './hostile/play-draw'
import { play } from './play'
import { schedules } from './schedule'

const USAGE = `Plays random misfortunes against the uploads, in virtual time, until one breaks a promise.

usage: npm run soak -- [--schedules N] [--draws N] [--seed S]

  --schedules N  fault schedules against the engine; default 20000, some ten minutes
  --draws N      draws of the whole app on a wx that misbehaves; default 20000, some twenty minutes
  --seed S       whole number from which all of them follow; default: from the clock, and printed

0 leaves one of them out. A failure prints the smallest case that was found to fail, and exits with 1.`

const BATCH = 200

interface Arguments {
  schedules: number
  draws: number
  seed: number
}

function readArguments(): Arguments | 'help' {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string', default: '20000' },
      draws: { type: 'string', default: '20000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  for (const name of ['schedules', 'draws'] as const) {
    if (!/^\d+$/.test(values[name])) throw new Error(`--${name} takes a whole number from 0.`)
  }
  if (!Number.isInteger(Number(values.seed))) throw new Error('--seed takes a whole number.')
  return { schedules: Number(values.schedules), draws: Number(values.draws), seed: Number(values.seed) }
}

/** @param flag of this program, which plays the same cases again */
async function soak<T>(
  flag: 'schedules' | 'draws',
  cases: fc.Arbitrary<T>,
  playCase: (one: T) => Promise<void>,
  { [flag]: count, seed }: Arguments,
): Promise<void> {
  if (count === 0) return
  console.log(`${count} ${flag}, --seed ${seed}`)
  const startedAt = performance.now()
  for (let done = 0; done < count; ) {
    const numRuns = Math.min(BATCH, count - done)
    // Another seed for each batch, which follows from the first.
    await fc.assert(fc.asyncProperty(cases, playCase), { numRuns, seed: (seed + done) | 0 })
    done += numRuns
    const seconds = (performance.now() - startedAt) / 1000
    const left = Math.round((seconds / done) * (count - done))
    console.log(`${done} of ${count} ${flag} passed, ${Math.round(seconds)} s, ${left} s left`)
  }
}

// What the engine says of a phone that misbehaves would drown the rest.
console.warn = () => undefined

try {
  const options = readArguments()
  if (options === 'help') console.log(USAGE)
  else {
    await soak('schedules', schedules, play, options)
    const bundles = await bundleApp()
    await soak('draws', draws, (draw) => playDraw(draw, bundles), options)
  }
} catch (error) {
  const { message, cause } = error as Error
  console.error(message)
  if (cause instanceof Error) console.error(cause.stack)
  process.exitCode = 1
}
