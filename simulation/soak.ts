import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { play } from './play'
import { schedules } from './schedule'

const USAGE = `Plays random fault schedules against the upload engine, in virtual time, until one breaks a promise.

usage: npm run soak -- [--schedules N] [--seed S]

  --schedules N  how many; default 20000, some ten minutes
  --seed S       whole number from which all of them follow; default: from the clock, and printed

A failure prints the smallest schedule that was found to fail, and exits with 1.`

const BATCH = 200

function readArguments(): { schedules: number; seed: number } | 'help' {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string', default: '20000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const [count, seed] = [Number(values.schedules), Number(values.seed)]
  if (!Number.isInteger(count) || count < 1) throw new Error('--schedules takes a whole number from 1.')
  if (!Number.isInteger(seed)) throw new Error('--seed takes a whole number.')
  return { schedules: count, seed }
}

async function soak(count: number, seed: number): Promise<void> {
  console.log(`${count} schedules, --seed ${seed}`)
  const startedAt = performance.now()
  for (let done = 0; done < count; ) {
    const numRuns = Math.min(BATCH, count - done)
    // Another seed for each batch, which follows from the first.
    await fc.assert(fc.asyncProperty(schedules, play), { numRuns, seed: (seed + done) | 0 })
    done += numRuns
    const seconds = (performance.now() - startedAt) / 1000
    const left = Math.round((seconds / done) * (count - done))
    console.log(`${done} of ${count} passed, ${Math.round(seconds)} s, ${left} s left`)
  }
}

try {
  const options = readArguments()
  if (options === 'help') console.log(USAGE)
  else await soak(options.schedules, options.seed)
} catch (error) {
  const { message, cause } = error as Error
  console.error(message)
  if (cause instanceof Error) console.error(cause.stack)
  process.exitCode = 1
}
