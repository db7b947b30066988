import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/openapi/document'
import { projectRoot } from '../project-root'
import { DESCRIPTIONS, SUMMARIES } from './api/chinese'
import { callsOf } from './api-page'
import { stalePages } from './pages'
import { nodeFacts, serviceFacts } from './settings/facts'
import { GROUPS, MEANINGS } from './settings/groups'

const names = [...serviceFacts(), ...nodeFacts()].map(({ name }) => name)

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')

describe('the pages that are made from the code', () => {
  it('are as `npm run docs` makes them', () => {
    expect(stalePages(read)).toEqual([])
  })

  it('are found stale where a default or a language differs', () => {
    const changed = (path: string) =>
      path === 'docs/zh/settings.md' ? read(path).replace('`3600`', '`3601`') : read(path)
    expect(stalePages(changed)).toEqual(['docs/zh/settings.md'])
    expect(stalePages((path) => (path.startsWith('docs/en/') ? read(path) : undefined))).toEqual([
      'docs/zh/settings.md',
      'docs/zh/api.md',
    ])
  })
})

describe('settings', () => {
  it('each setting of the schema and of Node has one meaning, and no other has', () => {
    const grouped = GROUPS.flatMap(({ meanings }) => Object.keys(meanings))
    expect(grouped.sort()).toEqual([...names].sort())
    expect(Object.keys(MEANINGS).sort()).toEqual([...names].sort())
  })

  it('each is said in both languages, Chinese in Chinese', () => {
    for (const name of names) {
      const { en, zh, takes } = MEANINGS[name]
      // A name of WeChat's consoles may stand in brackets.
      expect(en.replaceAll(/\(\p{Script=Han}+\)/gu, ''), name).not.toMatch(/\p{Script=Han}/u)
      expect(zh, name).toMatch(/\p{Script=Han}/u)
      if (takes) expect(takes.en, name).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it('what the schema itself says of values is told nowhere else', () => {
    const both = [...serviceFacts(), ...nodeFacts()].filter(({ name, takes }) => takes && MEANINGS[name].takes)
    // The URL of the callback is bounded, too.
    expect(both.map(({ name }) => name)).toEqual(['VOD_CALLBACK_URL'])
  })
})

describe('calls', () => {
  const calls = callsOf(openApiDocument().paths as Parameters<typeof callsOf>[0])

  it('each is said in Chinese, and no other is', () => {
    expect(Object.keys(SUMMARIES).sort()).toEqual(calls.map(({ name }) => name).sort())
  })

  it('no Chinese stands for a description that the document no longer has', () => {
    const document = JSON.stringify(openApiDocument())
    expect(Object.keys(DESCRIPTIONS).filter((text) => !document.includes(JSON.stringify(text)))).toEqual([])
  })
})
