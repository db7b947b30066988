import { parseArgs } from 'node:util'
import { measureJob } from './job/measure'
import { measureService } from './measure'

// `npm run bench:service`: the service under load. `-- --only job`: its scheduled job on a large database, with
// `--videos N` (a million) and `--events N` (5 a video) for a smaller one.

const USAGE = 'usage: npm run bench:service [-- --only load|job [--videos N] [--events N]]'

try {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      videos: { type: 'string', default: '1000000' },
      events: { type: 'string', default: '5' },
    },
  })
  const { only = 'load' } = values
  const [videos, eventsAVideo] = [Number(values.videos), Number(values.events)]
  const isValid = Number.isInteger(videos) && videos >= 10_000 && Number.isInteger(eventsAVideo) && eventsAVideo >= 1
  if (!['load', 'job'].includes(only) || !isValid) throw new Error(`${USAGE}; at least 10000 videos`)
  const isKept = only === 'job' ? await measureJob({ videos, eventsAVideo }) : await measureService()
  process.exitCode = isKept ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
