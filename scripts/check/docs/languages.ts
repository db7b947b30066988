import { posix } from 'node:path'
import { commandsOf, type Page } from './page'

/** English and Chinese of what stands outside of docs/. */
const PAIRS: readonly (readonly [english: string, chinese: string])[] = [
  ['README.md', 'README.zh-CN.md'],
  ['package/README.en.md', 'package/README.md'],
]

const FOLDERS = { english: 'docs/en/', chinese: 'docs/zh/' } as const

/** The page in the other language; undefined for one that has none. */
function counterpartOf(path: string): string | undefined {
  for (const [english, chinese] of PAIRS) {
    if (path === english) return chinese
    if (path === chinese) return english
  }
  if (path.startsWith(FOLDERS.english)) return FOLDERS.chinese + path.slice(FOLDERS.english.length)
  if (path.startsWith(FOLDERS.chinese)) return FOLDERS.english + path.slice(FOLDERS.chinese.length)
  return undefined
}

/**
 * Pages that are there in one language alone, or differ from one to the other in what does not depend on the language:
 * levels of headings, tables' sizes, blocks of code and commands. Each leads to the other first.
 */
export function checkLanguages(pages: readonly Page[]): string[] {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const problems: string[] = []
  for (const page of pages) {
    const path = counterpartOf(page.path)
    if (path === undefined) continue
    const other = byPath.get(path)
    if (!other) {
      problems.push(`${page.path}: there is no ${path}`)
      continue
    }
    const [first] = page.links
    if (first === undefined || posix.normalize(posix.join(posix.dirname(page.path), first)) !== path) {
      problems.push(`${page.path}: its first link must be ${path}`)
    }
    // Each pair once.
    if (page.path < path) problems.push(...differences(page, other))
  }
  return problems
}

function differences(page: Page, other: Page): string[] {
  const kinds: [what: string, of: (page: Page) => string[]][] = [
    [
      'headings',
      ({ headings }) => headings.map(({ level, text }) => `${'#'.repeat(level)}${isName(text) ? ` ${text}` : ''}`),
    ],
    ['tables', ({ tables }) => tables.map(({ columns, rows }) => `${columns} columns, ${rows} rows`)],
    ['blocks of code', ({ blocks }) => blocks.map(({ language, marks }) => [language, ...marks].join(' '))],
    ['commands', ({ blocks }) => blocks.flatMap(commandsOf)],
  ]
  return kinds.flatMap(([what, of]) => {
    const [one, two] = [of(page), of(other)]
    const at = Array.from({ length: Math.max(one.length, two.length) }).findIndex((_, i) => one[i] !== two[i])
    if (at < 0) return []
    return [`${page.path} and ${other.path} differ in their ${what}, at number ${at + 1}: ${one[at]}, ${two[at]}`]
  })
}

/** A heading that is a name of the code, or a product's, is the same in both: `POST /uploads`. */
function isName(text: string): boolean {
  return /^(`.*`|(GET|POST|PUT|PATCH|DELETE) \/.*)$/.test(text)
}
