import { Hono } from 'hono'

// What the Worker's start is compared with: a Hono that answers one route.
const app = new Hono()
app.get('/healthz', (c) => c.json({ status: 'ok' }))

export default app
