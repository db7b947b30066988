import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { unstable_getVarsForDev as getVarsForDev } from 'wrangler'
import { readEnvFile, unwritable, withValues } from './env-file'

const directory = mkdtempSync(join(tmpdir(), 'wevod-env-file-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** As wrangler reads `.dev.vars` beside a configuration that names no secrets. */
function asWrangler(text: string): Record<string, unknown> {
  writeFileSync(join(directory, '.dev.vars'), text)
  const vars = getVarsForDev(join(directory, 'wrangler.toml'), undefined, {}, undefined, true)
  return Object.fromEntries(Object.entries(vars).map(([name, { value }]) => [name, value]))
}

/** As `docker run --env-file` does: all that follows the sign, whatever it is (Docker's documentation, `--env-file`). */
function asDocker(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

const VALUES = {
  PLAIN: 'wx0123456789abcdef',
  BASE64: 'aB+/9==',
  ARN: 'acs:ram::1234567890123456:role/wevod-uploader',
  URL: 'postgres://user:pass%23word@host.example:5432/wevod?sslmode=verify-full&x=1',
  SPACES: '-----BEGIN PUBLIC KEY-----\\nMIIB==\\n-----END PUBLIC KEY-----',
  CHINESE: '1000001=旅行,1000002=美食',
  ODD: '!%^&*()[]{}<>?|;:,.~\\',
}

test('wrangler, Node and Docker read the same of what is written', () => {
  for (const value of Object.values(VALUES)) expect(unwritable(value)).toBeUndefined()
  const text = withValues('# first\n', VALUES)
  expect(readEnvFile(text)).toEqual(VALUES)
  expect(asWrangler(text)).toEqual(VALUES)
  expect(asDocker(text)).toEqual(VALUES)
})

test.each(['a#b', 'a $HOME', '"quoted"', "it's", '`x`', ' x', 'x ', 'a\nb', 'a\r'])(
  '%j is refused: it would not be read alike, or not back',
  (value) => {
    expect(unwritable(value)).toMatch(/^must /)
  },
)

test('what stands in the file stays: comments, foreign names, order', () => {
  const text = '# mine\nA=1\n\nFOREIGN="x y" # why\nexport B=2\nA=3\n'
  expect(withValues(text, { A: '9', B: '8', C: '7' })).toBe('# mine\nA=9\n\nFOREIGN="x y" # why\nB=8\nC=7\n')
  expect(withValues(text, { B: undefined, C: undefined })).toBe('# mine\nA=1\n\nFOREIGN="x y" # why\nA=3\n')
  expect(withValues('A=1', { B: '2' })).toBe('A=1\nB=2\n')
  expect(withValues(text, {})).toBe(text)
})
