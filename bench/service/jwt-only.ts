import { Hono } from 'hono'
import { verify } from 'hono/jwt'

/** What everything is compared with: one route of Hono that verifies a session, and does nothing else. */
export function jwtOnly(sessionKey: string): Hono {
  const app = new Hono()
  app.post('/credentials', async (c) => {
    const token = c.req.header('authorization')?.slice('Bearer '.length) ?? ''
    const { sub } = await verify(token, sessionKey, { alg: 'HS256', iss: 'wevod' })
    return c.json({ sub })
  })
  return app
}
