import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/openapi/document'
import { projectRoot } from '../project-root'
import { DESCRIPTIONS, SUMMARIES } from './api/chinese'
import { callsOf } from './api-page'
import { generatedPages } from './pages'
import { nodeFacts, serviceFacts } from './settings/facts'
import { GROUPS, MEANINGS } from './settings/groups'

const names = [...serviceFacts(), ...nodeFacts()].map(({ name }) => name)

it.each([...generatedPages()])('%s is what `npm run docs` makes of the code', (path, text) => {
  expect(readFileSync(join(projectRoot, path), 'utf8')).toBe(text)
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
