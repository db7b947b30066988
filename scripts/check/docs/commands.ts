import { posix } from 'node:path'
import type { Page } from './page'

export interface KnownCommands {
  /** Scripts of each package.json, by its folder; '.' for the project's. */
  scripts: ReadonlyMap<string, ReadonlySet<string>>
  /** Of vitest. */
  projects: ReadonlySet<string>
  files: ReadonlySet<string>
}

/** Commands of npm and vitest that a page names and that are not there. */
export function checkCommands(pages: readonly Page[], known: KnownCommands): string[] {
  return pages.flatMap((page) => {
    const texts = [...page.codes, ...page.blocks.map(({ text }) => text.replaceAll('\\\n', ' '))]
    const problems = texts.flatMap((text) => [...missingScripts(text, page.path, known), ...missingTests(text, known)])
    return [...new Set(problems)].map((what) => `${page.path}: ${what}`)
  })
}

function missingScripts(text: string, path: string, { scripts }: KnownCommands): string[] {
  // An example has commands of its own.
  const own = [scripts.get('.'), scripts.get(posix.dirname(path))]
  const named = [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
    ([, run, short]) => run ?? short,
  )
  return named.filter((name) => name && !own.some((one) => one?.has(name))).map((name) => `there is no npm run ${name}`)
}

function missingTests(text: string, { projects, files }: KnownCommands): string[] {
  const tests = [...files].filter((path) => path.endsWith('.test.ts'))
  return [...text.matchAll(/\bnpx vitest\b([^\n|&;`]*)/g)].flatMap(([, rest = '']) => {
    const words = rest
      .replaceAll(/'[^']*'/g, "''")
      .trim()
      .split(/\s+/)
    const problems: string[] = []
    for (const [index, word] of words.entries()) {
      const before = words[index - 1]
      if (before === '--project' && !projects.has(word)) problems.push(`vitest has no project ${word}`)
      // What is neither an option nor the word after one is a part of a test's path.
      if (word === '' || word === 'run' || word.startsWith('-') || before?.startsWith('-')) continue
      if (!/^[\w./-]+$/.test(word)) continue
      if (!tests.some((path) => path.includes(word))) problems.push(`no test's path has ${word}`)
    }
    return problems
  })
}
