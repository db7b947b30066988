import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyChanges, type FileChange, overwritten } from './file-changes'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wevod-files-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const change = (
  name: string,
  before: string | undefined,
  after: string | undefined,
  more: Partial<FileChange> = {},
) => {
  const path = join(root, name)
  if (before !== undefined) writeFileSync(path, before)
  return { path, before, after, secret: false, demo: false, ...more }
}
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const modeOf = (path: string) => statSync(path).mode & 0o777
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

test('a file with secrets is its owner’s alone, from the first moment on, and so is its backup', () => {
  expect(applyChanges(root, [change('.dev.vars', undefined, 'A=1\n', { secret: true })], NOW)).toBeUndefined()
  expect(modeOf(join(root, '.dev.vars'))).toBe(0o600)
  chmodSync(join(root, '.dev.vars'), 0o644)
  const backup = applyChanges(root, [change('.dev.vars', 'A=1\n', 'A=2\n', { secret: true })], NOW)
  expect(read('.dev.vars')).toBe('A=2\n')
  expect(modeOf(join(root, '.dev.vars'))).toBe(0o600)
  expect(backup).toBe(join(root, '.setup-backups/2026-01-02T03-04-05-000Z'))
  expect(read('.setup-backups/2026-01-02T03-04-05-000Z/.dev.vars')).toBe('A=1\n')
  expect(modeOf(join(backup ?? '', '.dev.vars'))).toBe(0o600)
  expect(modeOf(backup ?? '')).toBe(0o700)
})

test('what does not change is not touched, and a demo needs no backup', () => {
  const same = change('same', 'x', 'x')
  const { mtimeMs } = statSync(same.path)
  expect(applyChanges(root, [same, change('demo', 'x', 'y', { demo: true })], NOW)).toBeUndefined()
  expect(statSync(same.path).mtimeMs).toBe(mtimeMs)
  expect(read('demo')).toBe('y')
  expect(readdirSync(root).sort()).toEqual(['demo', 'same'])
})

test('a file can go, and is kept', () => {
  const gone = change('gone', 'x', undefined)
  expect(overwritten([gone])).toEqual([gone])
  const backup = applyChanges(root, [gone], NOW)
  expect(existsSync(gone.path)).toBe(false)
  expect(readFileSync(join(backup ?? '', 'gone'), 'utf8')).toBe('x')
})

test('where one cannot be written none is', () => {
  const first = change('first', 'x', 'y')
  const blocked = change('blocked', undefined, 'y')
  mkdirSync(join(root, 'blocked/inside'), { recursive: true })
  expect(() => applyChanges(root, [change('new', undefined, 'n'), first, blocked], NOW)).toThrow()
  expect(read('first')).toBe('x')
  expect(readdirSync(root).sort()).toEqual(['.setup-backups', 'blocked', 'first'])
  // Not even a part of it, beside its place.
  const nowhere = change('first/inside', undefined, 'y')
  expect(() => applyChanges(root, [change('secret', undefined, 'n', { secret: true }), nowhere], NOW)).toThrow()
  expect(readdirSync(root).sort()).toEqual(['.setup-backups', 'blocked', 'first'])
})
