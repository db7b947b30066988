import { describe, expect, it } from 'vitest'
import { readNodeEnvironment } from './environment'

const mistakesOf = (env: Record<string, string>) => {
  const result = readNodeEnvironment(env)
  return 'mistakes' in result ? result.mistakes : []
}

describe('readNodeEnvironment', () => {
  it.each([{}, { PORT: '', HOST: '', DATABASE: '', KEEP_ALIVE_SECONDS: '', RECONCILE: '' }])(
    'has a default for whatever %j leaves out',
    (env) => {
      expect(readNodeEnvironment(env)).toEqual({
        environment: {
          port: 9000,
          hostname: '127.0.0.1',
          databasePath: 'wevod.sqlite',
          databaseConnections: 5,
          trustedProxies: 0,
          keepAliveSeconds: 620,
          drainSeconds: 0,
          reconcile: 'inside',
        },
      })
    },
  )

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['TRUSTED_PROXIES', '-1'],
    ['DATABASE_CONNECTIONS', '0'],
    ['KEEP_ALIVE_SECONDS', '0'],
    ['KEEP_ALIVE_SECONDS', '75s'],
    ['DRAIN_SECONDS', '61'],
    ['RECONCILE', 'never'],
  ])('refuses %s=%s, and says what it takes', (name, value) => {
    expect(mistakesOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must be .*"${value}"`))])
  })

  it('tells all mistakes at once', () => {
    const env = { PORT: 'x', TRUSTED_PROXIES: 'x', KEEP_ALIVE_SECONDS: 'x', DRAIN_SECONDS: 'x', RECONCILE: 'x' }
    expect(mistakesOf(env)).toHaveLength(5)
  })

  it('leaves the job to a timer outside only where one can begin it', () => {
    expect(mistakesOf({ RECONCILE: 'outside' })).toEqual([expect.stringContaining('ADMIN_SECRET or TIMER_SECRET')])
    for (const secret of ['ADMIN_SECRET', 'TIMER_SECRET']) {
      expect(mistakesOf({ RECONCILE: 'outside', [secret]: 'x'.repeat(32) })).toEqual([])
    }
  })
})
