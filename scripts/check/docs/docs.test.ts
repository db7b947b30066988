import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '../../../server/problem'
import { projectRoot } from '../../project-root'
import { checkCommands, type KnownCommands } from './commands'
import { untoldCodes, untoldCommands } from './coverage'
import { checkLanguages } from './languages'
import { checkLinks } from './links'
import { checkNames, type KnownNames } from './names'
import { readPage } from './page'
import { projectDocs } from './project-docs'

describe('the pages of this project', () => {
  const { pages, known } = projectDocs()

  it('link to what is there', () => {
    expect(checkLinks(pages, known.files)).toEqual([])
  })

  it('are the same in both languages, and lead to each other', () => {
    expect(checkLanguages(pages)).toEqual([])
  })

  it('name commands that there are', () => {
    expect(checkCommands(pages, known)).toEqual([])
  })

  it.each(['en', 'zh'])('tell of every npm command, in docs/%s/commands.md', (language) => {
    const page = pages.find(({ path }) => path === `docs/${language}/commands.md`)
    expect(untoldCommands(page, known.scripts.get('.') ?? [])).toEqual([])
  })

  it.each(['en', 'zh'])(
    'tell of every error code of the service and of the engine, in docs/%s/errors.md',
    (language) => {
      const page = pages.find(({ path }) => path === `docs/${language}/errors.md`)
      const engine = readFileSync(join(projectRoot, 'miniprogram/uploader/errors.ts'), 'utf8')
      const codes = [...PROBLEM_CODES, ...[...engine.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code = '']) => code)]
      expect(codes).toContain('file_changed')
      expect(untoldCodes(page, codes)).toEqual([])
    },
  )

  it('name settings, error codes, calls and files that there are', () => {
    expect(checkNames(pages, known)).toEqual([])
  })
})

const known: KnownCommands & KnownNames = {
  files: new Set([
    'README.md',
    'docs/en/a.md',
    'docs/zh/a.md',
    'server/app.ts',
    'server/app.test.ts',
    'examples/x/README.md',
  ]),
  scripts: new Map([
    ['.', new Set(['start', 'test', 'serve'])],
    ['examples/x', new Set(['build'])],
  ]),
  projects: new Set(['node']),
  words: new Set(['WECHAT_APPID', 'file_too_large']),
  calls: ['POST /uploads/{videoId}/refresh', 'GET /videos', 'GET /admin/orphans'],
}

describe('a link', () => {
  const check = (text: string, path = 'docs/en/a.md') =>
    checkLinks(
      [readPage(path, text), readPage('README.md', '# The `name` of it\n\n## Twice\n\n## Twice\n')],
      known.files,
    )

  it.each([
    '[file](../../README.md)',
    '[folder](../../server)',
    '[folder](../../server/)',
    '[heading](../../README.md#the-name-of-it)',
    '[second of two](../../README.md#twice-1)',
    '## Own\n\n[own](#own)',
    '## 小程序 的\n\n[own](#小程序-的)',
    '<a id="by-hand"></a>\n\n[own](#by-hand)',
    '[elsewhere](https://example.com/x.md#y)',
    '```md\n[in code](nowhere.md)\n```',
  ])('is fine: %s', (text) => {
    expect(check(text)).toEqual([])
  })

  it.each([
    ['[file](../../README.txt)', 'there is no README.txt'],
    ['[file](b.md)', 'there is no docs/en/b.md'],
    ['![picture](a.gif)', 'there is no docs/en/a.gif'],
    ['<img src="a.gif">', 'there is no docs/en/a.gif'],
    ['[out](../../../x)', 'there is no ../x'],
    ['[heading](../../README.md#gone)', 'README.md has no heading #gone'],
    ['[third of two](../../README.md#twice-2)', 'README.md has no heading #twice-2'],
    ['[own](#gone)', 'docs/en/a.md has no heading #gone'],
    ['| a |\n|---|\n| [in a table](b.md) |', 'there is no docs/en/b.md'],
    ['[test](../../server/gone.test.ts)', 'there is no server/gone.test.ts'],
  ])('is found dead: %s', (text, problem) => {
    expect(check(text)).toEqual([expect.stringContaining(problem)])
  })
})

describe('two languages', () => {
  const english = '# A\n\n[中文](../zh/a.md)\n\n## B\n\n| x |\n|---|\n| 1 |\n\n```sh\nnpm test # all\n```\n'
  const chinese = '# 甲\n\n[English](../en/a.md)\n\n## 乙\n\n| 子 |\n|---|\n| 1 |\n\n```sh\nnpm test # 全部\n```\n'
  const check = (one: string, two: string) =>
    checkLanguages([readPage('docs/en/a.md', one), readPage('docs/zh/a.md', two)])

  it('are fine where only words differ', () => {
    expect(check(english, chinese)).toEqual([])
  })

  it.each([
    ['a heading is missing', chinese.replace('## 乙', '乙'), 'headings'],
    ['a heading has another level', chinese.replace('## 乙', '### 乙'), 'headings'],
    ['a table has another row', chinese.replace('| 1 |\n', '| 1 |\n| 2 |\n'), 'tables'],
    ['a command differs', chinese.replace('npm test', 'npm start'), 'commands'],
    ['a block has another mark', chinese.replace('```sh', '```sh account'), 'blocks of code'],
  ])('are told apart where %s', (_, other, what) => {
    expect(check(english, other)).toEqual([expect.stringContaining(`differ in their ${what}`)])
  })

  it('are told apart where a name among the headings differs', () => {
    expect(check('# A\n[x](../zh/a.md)\n## GET /a', '# A\n[x](../en/a.md)\n## GET /b')).toHaveLength(1)
  })

  it('must lead to each other first', () => {
    expect(check(english, chinese.replace('../en/a.md', 'a.md'))).toEqual([
      'docs/zh/a.md: its first link must be docs/en/a.md',
    ])
    const readmes = [readPage('README.md', '# A\n[b](b.md)'), readPage('README.zh-CN.md', '# 甲\n[English](README.md)')]
    expect(checkLanguages(readmes)).toEqual(['README.md: its first link must be README.zh-CN.md'])
  })

  it.each([
    ['docs/en/a.md', 'docs/zh/a.md'],
    ['docs/zh/a.md', 'docs/en/a.md'],
    ['README.zh-CN.md', 'README.md'],
  ])('are both there: %s needs %s', (path, other) => {
    expect(checkLanguages([readPage(path, english)])).toEqual([`${path}: there is no ${other}`])
  })
})

describe('a command', () => {
  const check = (text: string, path = 'README.md') => checkCommands([readPage(path, text)], known)

  it.each([
    '`npm start`',
    '`npm run serve -- --x`',
    '```sh\nnpm ci && npm test\n```',
    '`npx vitest run --project node server/app`',
    "`SEED=1 npx vitest run --project node server/app -t 'a title'`",
  ])('is fine: %s', (text) => {
    expect(check(text)).toEqual([])
  })

  it('may be an example’s own', () => {
    expect(check('`npm run build`', 'examples/x/README.md')).toEqual([])
  })

  it.each([
    ['`npm run gone`', 'there is no npm run gone'],
    ['`npm run build`', 'there is no npm run build'],
    ['```sh\nnpm ci && npm run gone\n```', 'there is no npm run gone'],
    ['| a |\n|---|\n| `DATABASE=x npm run gone` |', 'there is no npm run gone'],
    ['`npx vitest run --project gone`', 'vitest has no project gone'],
    ['`npx vitest run --project node server/gone`', "no test's path has server/gone"],
  ])('is found missing: %s', (text, problem) => {
    expect(check(text)).toEqual([`README.md: ${problem}`])
  })
})

describe('a name', () => {
  const check = (text: string) => checkNames([readPage('docs/en/a.md', text)], known)

  it.each([
    '`WECHAT_APPID`',
    '`WECHAT_APPID = "wx…"`',
    '`file_too_large`',
    '`POST /uploads/:videoId/refresh`',
    '`GET /videos?cursor=1`',
    '`GET /admin/…`',
    '`GET /_emulator/calls`',
    '`server/app.ts`',
    '`dist/server.json`',
    '`Bearer`',
  ])('is fine: %s', (text) => {
    expect(check(text)).toEqual([])
  })

  it.each([
    ['`WECHAT_GONE`', 'the code has no WECHAT_GONE'],
    ['`WECHAT_GONE = "x"`', 'the code has no WECHAT_GONE'],
    ['| a |\n|---|\n| `file_gone` |', 'the code has no file_gone'],
    ['`POST /videos`', 'the token service has no POST /videos'],
    ['`GET /gone/…`', 'the token service has no GET /gone/…'],
    ['`server/gone.ts`', 'there is no file server/gone.ts'],
  ])('is found missing: %s', (text, problem) => {
    expect(check(text)).toEqual([`docs/en/a.md: ${problem}`])
  })
})

describe('what a page has to tell of', () => {
  const page = readPage('docs/en/a.md', '`npm run upload:wechat` and `npm start`, `npm test`, `file_gone`; file_empty')

  it('is found missing, also where a longer name begins like it', () => {
    expect(untoldCommands(page, ['start', 'test', 'upload:wechat', 'upload', 'serve'])).toEqual(['upload', 'serve'])
    expect(untoldCodes(page, ['file_gone', 'file_empty'])).toEqual(['file_empty'])
  })

  it('is all missing where there is no such page', () => {
    expect(untoldCommands(undefined, ['start'])).toEqual(['start'])
    expect(untoldCodes(undefined, ['file_gone'])).toEqual(['file_gone'])
  })
})
