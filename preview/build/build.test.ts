import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeProject } from '../test-support/project'
import { buildMiniProgram } from './build'
import { formatProblem } from './problem'

async function build(files: Record<string, string>) {
  const project = writeProject(files)
  onTestFinished(() => project.remove())
  const root = join(project.root, 'miniprogram')
  const result = await buildMiniProgram(root)
  return { ...result, lines: result.problems.map((problem) => formatProblem(problem, root)) }
}

const PAGE = 'pages/one/one'

describe('buildMiniProgram', () => {
  it('has nothing to say of a mini program that is well', async () => {
    const { lines, script } = await build({})
    expect(lines).toEqual([])
    expect(script).toContain('globalThis.miniProgram')
  })

  it.each<[string, Record<string, string>, string]>([
    ['JSON', { 'app.json': '{\n  "pages": [,]\n}' }, 'app.json:2:13 invalid JSON: Unexpected token'],
    ['a page', { 'app.json': '{ "pages": ["pages/none/none"] }' }, 'app.json:1:13 page not found: pages/none/none.ts'],
    [
      'a component',
      { [`${PAGE}.json`]: '{ "usingComponents": { "x": "/x/x" } }' },
      `${PAGE}.json:1:29 component not found`,
    ],
    ['an element', { [`${PAGE}.wxml`]: '<view>\n  <card />\n</view>' }, `${PAGE}.wxml:2:4 unknown element <card>`],
    ['an expression', { [`${PAGE}.wxml`]: '<view>{{a ? }}</view>' }, `${PAGE}.wxml:1:13 unexpected character`],
    ['an end tag', { [`${PAGE}.wxml`]: '<view>' }, `${PAGE}.wxml:1:2 missing end tag`],
    [
      'optional chaining',
      { [`${PAGE}.wxml`]: '<view>{{a?.b}}</view>' },
      `${PAGE}.wxml:1:10 WXML expressions have no optional`,
    ],
    ['an image', { [`${PAGE}.wxml`]: '<image src="/no.png" />' }, `${PAGE}.wxml:1:13 file not found: /no.png`],
    ['a template', { [`${PAGE}.wxml`]: '<import src="./no.wxml" />' }, 'template not found: pages/one/no.wxml'],
    ['a wxs file', { [`${PAGE}.wxml`]: '<wxs module="m" src="./no.wxs" />' }, 'script not found: pages/one/no.wxs'],
    ['WXSS', { [`${PAGE}.wxss`]: '.a {\n  color: red;' }, `${PAGE}.wxss:1:1 Unclosed block`],
    ['a WXSS import', { [`${PAGE}.wxss`]: '@import "./no.wxss";' }, `${PAGE}.wxss:1:1 @import not found`],
    [
      'a file in WXSS',
      { [`${PAGE}.wxss`]: '.a { background: url(/a.png) }' },
      'WXSS cannot use a file of the package: /a.png',
    ],
    ['a script', { [`${PAGE}.ts`]: 'Page({\n  data: {,}\n})' }, `${PAGE}.ts:2:10 `],
    [
      'an import',
      { [`${PAGE}.ts`]: "import { a } from './no'\nPage({ data: { a } })" },
      `${PAGE}.ts:1:19 Could not resolve`,
    ],
    [
      'a tab',
      { 'app.json': `{ "pages": ["${PAGE}"], "tabBar": { "list": [{ "pagePath": "no", "text": "" }] } }` },
      'no such page: no',
    ],
  ])('finds what is wrong with %s, and where', async (_, files, expected) => {
    const { lines } = await build(files)
    expect(lines.join('\n')).toContain(expected)
  })

  it('takes questions to the theme out of media queries, and leaves the others', async () => {
    const { css } = await build({
      [`${PAGE}.wxss`]: [
        '@media (prefers-color-scheme: dark) { .a { color: red } }',
        '@media (min-width: 5px) and (prefers-color-scheme: light) { .b { color: red } }',
      ].join('\n'),
    })
    expect(css).toContain(':where(html[data-theme="dark"]) :where([data-route="pages/one/one"]) .a { color: red }')
    expect(css).toMatch(/@media \(min-width: 5px\) \{ :where\(html\[data-theme="light"\]\)/)
  })

  it('imports WXSS once, and leaves keyframes alone', async () => {
    const { css } = await build({
      'a.wxss': '.a { width: 2rpx }',
      'b.wxss': '@import "a.wxss"; .b { width: 3rpx }',
      'app.wxss': '@import "b.wxss"; @import "a.wxss"; @keyframes turn { from { left: 0 } }',
    })
    expect(css.match(/\.a \{ width: calc\(var\(--rpx\) \* 2\) \}/g)).toHaveLength(1)
    expect(css).toContain('@keyframes turn { from { left: 0 } }')
  })
})
