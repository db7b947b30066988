import { expect, test } from 'vitest'
import { spawnScript } from './test-support/run'

test('npm run migrate says what it needs, and what is wrong, and names no password', async () => {
  const run = (args: string[], url?: string) => spawnScript('migrate', args, { DATABASE: url }).ended
  expect(await run([])).toMatchObject({ code: 1, stderr: expect.stringContaining('DATABASE is not set') })
  expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('npm run migrate') })
  expect(await run(['now'])).toMatchObject({ code: 1, stderr: expect.stringContaining('usage:') })
  expect(await run([], 'wevod.sqlite')).toMatchObject({ code: 1, stderr: expect.stringContaining('postgres://') })
  const { code, stderr } = await run([], 'postgres://wevod:hidden@127.0.0.1:1/wevod')
  expect(code).toBe(1)
  expect(stderr).toContain('ECONNREFUSED')
  expect(stderr).not.toContain('hidden')
})
