import { parseArgs } from 'node:util'
import { measureCached } from './cached'
import { measureJob } from './job/measure'
import { measureService } from './measure'
import { measureStores } from './stores'

// `npm run bench:service`: the service under load. `-- --only job`: its scheduled job on a large database, with
// `--videos N` (a million) and `--events N` (5 a video) for a smaller one. `-- --only stores`: on SQLite, D1 and PostgreSQL,
// with `--rounds N` (5). `-- --only cached`: cached credentials beside a bare JWT route, and nothing else, with `--rounds N`.

const USAGE = 'usage: npm run bench:service [-- --only load|cached|job|stores [--videos N] [--events N] [--rounds N]]'

try {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      videos: { type: 'string', default: '1000000' },
      events: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
    },
  })
  const { only = 'load' } = values
  const [videos, eventsAVideo, rounds] = [values.videos, values.events, values.rounds].map(Number) as [
    number,
    number,
    number,
  ]
  const isValid =
    Number.isInteger(videos) &&
    videos >= 10_000 &&
    Number.isInteger(eventsAVideo) &&
    eventsAVideo >= 1 &&
    Number.isInteger(rounds) &&
    rounds >= 1
  if (!['load', 'cached', 'job', 'stores'].includes(only) || !isValid)
    throw new Error(`${USAGE}; at least 10000 videos`)
  const measure = {
    load: measureService,
    job: () => measureJob({ videos, eventsAVideo }),
    cached: () => measureCached(rounds),
    stores: () => measureStores(rounds),
  }[only as 'load' | 'cached' | 'job' | 'stores']
  process.exitCode = (await measure()) ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
