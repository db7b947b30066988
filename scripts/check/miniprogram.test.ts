import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { formatProblem } from '../../preview/build/problem'
import { projectRoot } from '../test-support/run'
import { checkMiniProgram } from './miniprogram'

let folder: string
let root: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-check-'))
  root = join(folder, 'miniprogram')
})
afterEach(() => rm(folder, { recursive: true }))

/** A small mini program that is in order, and what a test changes in it. */
async function write(changes: Record<string, string> = {}): Promise<void> {
  const files: Record<string, string> = {
    'app.json': '{ "pages": ["pages/a/a"] }',
    'app.ts': 'App({})\n',
    'app.wxss': '',
    'pages/a/a.json': '{}',
    'pages/a/a.ts': "import { b } from './b'\nPage({ data: { b } })\n",
    'pages/a/b.ts': 'export const b = 1\n',
    'pages/a/a.wxml': '<view>{{b}}</view>\n',
    '../outside.ts': 'export const outside = 1\nexport type Outside = number\n',
    ...changes,
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), content)
  }
}

const check = async () => (await checkMiniProgram(root)).map((problem) => formatProblem(problem, root))

it('finds nothing wrong with the mini program of this project', async () => {
  expect(
    (await checkMiniProgram(join(projectRoot, 'miniprogram'))).map((problem) => formatProblem(problem, projectRoot)),
  ).toEqual([])
})

it('takes a small one, tests and types from outside included', async () => {
  await write({
    'pages/a/b.ts': "import type { Outside } from '../../../outside'\nexport const b: Outside = 1\n",
    'pages/a/a.test.ts': "import 'vitest'\nimport '../../../outside'\n",
  })
  expect(await check()).toEqual([])
})

it.each([
  [
    'an import from outside',
    { 'pages/a/b.ts': "import { outside } from '../../../outside'\nexport const b = outside\n" },
    /^pages\/a\/b\.ts:1:\d+ the import "\.\.\/\.\.\/\.\.\/outside" leads out of the mini program/,
  ],
  [
    'an import of nothing',
    { 'pages/a/b.ts': "export { b } from './c'\n" },
    /^pages\/a\/b\.ts:1:19 Could not resolve "\.\/c"/,
  ],
  [
    'an import of a package',
    { 'pages/a/b.ts': "export { b } from 'lodash-of-nobody'\n" },
    /^pages\/a\/b\.ts:1:\d+ Could not resolve/,
  ],
  [
    'a page that is missing',
    { 'app.json': '{ "pages": ["pages/a/a", "pages/z/z"] }' },
    /^app\.json:1:\d+ page not found: pages\/z\/z/,
  ],
  [
    'a component that is missing',
    { 'pages/a/a.json': '{ "usingComponents": { "x": "/x/x" } }' },
    /^pages\/a\/a\.json:1:\d+ component not found/,
  ],
  [
    'an image that is missing',
    { 'pages/a/a.wxml': '<image src="/no.png" />' },
    /^pages\/a\/a\.wxml:1:\d+ file not found: \/no\.png/,
  ],
  [
    'a tab icon that is missing',
    {
      'app.json':
        '{ "pages": ["pages/a/a"], "tabBar": { "list": [{ "pagePath": "pages/a/a", "text": "A", "iconPath": "i.png" }] } }',
    },
    /^app\.json:1:\d+ file not found: i\.png/,
  ],
  ['a file in a style', { 'app.wxss': '.a { background: url("./a.png"); }' }, /^app\.wxss:1:\d+ url\(\.\/a\.png\)/],
  ['an expression that does not compile', { 'pages/a/a.wxml': '<view>{{a ? }}</view>' }, /^pages\/a\/a\.wxml:1:\d+ /],
  ['an element that is not closed', { 'pages/a/a.wxml': '<view><text></view>' }, /^pages\/a\/a\.wxml:1:\d+ /],
  [
    'newer JavaScript in WXML',
    { 'pages/a/a.wxml': '<view>{{a?.b}}</view>' },
    /^pages\/a\/a\.wxml:1:\d+ WXML expressions have no optional chaining/,
  ],
  [
    'a declared class field',
    { 'pages/a/b.ts': 'class A {\n  declare x: number\n}\nexport const b = new A()\n' },
    /^pages\/a\/b\.ts:2:1 WeChat's TypeScript plugin/,
  ],
])('reports %s with its place', async (_, changes, message) => {
  await write(changes as Record<string, string>)
  const problems = await check()
  expect(problems).not.toEqual([])
  expect(problems[0]).toMatch(message)
})
