import { serve } from '@hono/node-server'
import { jwtOnly } from './jwt-only'

serve(
  { fetch: jwtOnly(process.env.SESSION_KEY ?? '').fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' },
  () => console.log('ready'),
)
