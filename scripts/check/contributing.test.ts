import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const text = readFileSync(`${root}CONTRIBUTING.md`, 'utf8')
const table = text.slice(text.indexOf('## Where do I change what'), text.indexOf('Which folder may import'))
/** Each with the files that it names. */
const changes = [...table.matchAll(/^\| (?!change|-)(.+?) \| (.+) \|$/gm)].map(
  ([, change = '', files = '']) =>
    [change, [...files.matchAll(/`([\w./-]+\/[\w./-]+|wrangler\.toml)`/g)].map(([, path = '']) => path)] as const,
)

it('CONTRIBUTING says for twelve changes where to begin', () => {
  expect(changes).toHaveLength(12)
})

it.each(changes)('CONTRIBUTING names at most three files, all there, for: %s', (_, files) => {
  expect(files.length).toBeGreaterThanOrEqual(1)
  expect(files.length).toBeLessThanOrEqual(3)
  expect(files.filter((path) => !existsSync(root + path))).toEqual([])
})
