import { expect, it } from 'vitest'
import { importsOf, resolveImport } from './imports'

it.each([
  ["import { a } from './x'", false],
  ["import './x'", false],
  ["import a, { type B } from './x'", false],
  ["export * from './x'", false],
  ["export { a } from './x'", false],
  ["const a = await import('./x')", false],
  ["import type { A } from './x'", true],
  ["import { type A, type B } from './x'", true],
  ["export type { A } from './x'", true],
  ["type A = import('./x').A", true],
])('importsOf finds what %s imports', (text, typeOnly) => {
  expect(importsOf('a.ts', `// a comment\n${text}`)).toEqual([{ specifier: './x', typeOnly, line: 2 }])
})

it('importsOf refuses what is no TypeScript', () => {
  expect(() => importsOf('a.ts', 'import from')).toThrow('a.ts: ')
})

it('resolveImport finds files as the compiler does, and leaves packages alone', () => {
  const there = new Set(['a/b.ts', 'a/c.d.ts', 'a/d/index.ts', 'a/e.json'])
  const resolve = (specifier: string) => resolveImport('a/x/y.ts', specifier, (path) => there.has(path))
  expect(['../b', '../c', '../d', '../e.json', '../gone', 'hono'].map(resolve)).toEqual([
    'a/b.ts',
    'a/c.d.ts',
    'a/d/index.ts',
    'a/e.json',
    'a/gone',
    undefined,
  ])
})
