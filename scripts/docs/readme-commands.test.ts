import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { commandsOf, readPage } from '../check/docs/page'
import { copyProject } from '../test-support/project-copy'
import { projectRoot } from '../test-support/run'
import { Shell } from '../test-support/shell'
import { freePorts } from '../test-support/stack'

// What a new user types, word for word: the commands of the blocks marked `sh`, but for those marked `account`.

const PAGES = ['README.md', 'README.zh-CN.md', 'docs/en/try.md', 'docs/zh/try.md']

/** Commands that go on until Ctrl-C, with what they print when they are ready. */
const GOES_ON: readonly (readonly [command: RegExp, ready: RegExp])[] = [
  [/^npm start$/, /^ready {2}service \S+ {2}emulator \S+ {2}preview \S+$/m],
  [/^npm run example:web$/, /^ready .*http:\/\/127\.0\.0\.1:\d+/m],
]

const read = (path: string) => readPage(path, readFileSync(join(projectRoot, path), 'utf8'))

function commandsIn(path: string): string[] {
  const { blocks } = read(path)
  return blocks.filter(({ marks }) => !marks.includes('account')).flatMap(commandsOf)
}

it('the first two commands of a README run it and test it on a fresh machine, in both languages', () => {
  for (const path of ['README.md', 'README.zh-CN.md']) {
    expect(commandsIn(path).slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test'])
  }
})

it(`every command of ${PAGES.join(', ')} that needs no account works in a fresh clone`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wevod-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  copyProject(folder)
  writeFileSync(join(folder, 'some.mp4'), randomBytes(300_000))
  const [service, emulator, preview, web] = (await freePorts(4)).map(String) as [string, string, string, string]
  const shell = new Shell(folder, {
    ...{ SERVICE_PORT: service, EMULATOR_PORT: emulator, PREVIEW_PORT: preview, WEB_PORT: web },
  })
  onTestFinished(() => shell.end())
  // What is installed stays; what is left of `npm ci` is whether the lockfile fits.
  await shell.run('npm ci --dry-run --offline')
  // What several pages say alike is done once.
  for (const line of new Set(PAGES.flatMap(commandsIn))) {
    const command = line.replace(/^npm ci && /, '')
    const [, ready] = GOES_ON.find(([pattern]) => pattern.test(command)) ?? []
    if (ready) {
      await shell.begin(command, ready)
    } else if (command === 'npm test') {
      // All of them would run this one again.
      const printed = await shell.run('npm test -- --project node scripts/check/contributing')
      expect(printed).toMatch(/Tests .*\d+ passed/)
    } else {
      const printed = await shell.run(command)
      if (command.startsWith('npm run upload')) {
        expect(JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ size: 300_000 })
        // Where the pages say that it can be seen; other ports than those that are written down may be free.
        const links = PAGES.flatMap((path) => read(path).links).filter((link) => link.includes(':8788/'))
        expect(links).not.toEqual([])
        for (const link of new Set(links)) {
          const answer = await fetch(link.replace(':8788/', `:${emulator}/`))
          expect(await answer.json()).toMatchObject([{ size: 300_000 }])
        }
      }
      if (command.startsWith('npm run pack')) {
        expect(existsSync(join(folder, /\S+\.tgz/.exec(printed)?.[0] ?? '')), printed).toBe(true)
      }
    }
  }
})
