import type { Database } from '../../../server/store/database'
import { d1Database } from '../../../server/worker/d1-database'
import { type Contents, fill } from './fill'
import { type RoundLimits, runRound } from './run-job'

// Runs in workerd, beside its D1: there the calls are as far from the database as those of the service.

interface Bindings {
  DB: Parameters<typeof d1Database>[0]
}

export default {
  async fetch(request: Request, { DB }: Bindings): Promise<Response> {
    const database: Database = d1Database(DB)
    switch (new URL(request.url).pathname) {
      case '/migrate':
        for (const query of (await request.json()) as string[]) await database.run({ sql: query, values: [] })
        return Response.json({})
      case '/fill':
        await fill(database, (await request.json()) as Contents)
        return Response.json({})
      default:
        return Response.json(await runRound(database, (await request.json()) as RoundLimits))
    }
  },
}
