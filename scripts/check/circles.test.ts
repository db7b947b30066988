import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { projectRoot } from '../test-support/run'

/** What `npm run lint` says of two files. */
async function lint(a: string, b: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-circle-'))
  try {
    await writeFile(join(folder, 'a.ts'), a)
    await writeFile(join(folder, 'b.ts'), b)
    // Git knows nothing of the folder.
    const config = JSON.parse(await readFile(join(projectRoot, 'biome.json'), 'utf8')) as object
    await writeFile(
      join(folder, 'biome.json'),
      JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } }),
    )
    const biome = join(projectRoot, 'node_modules/.bin/biome')
    const { stdout } = await promisify(execFile)(biome, ['lint', '--error-on-warnings'], { cwd: folder })
    return stdout
  } catch (error) {
    return (error as { stderr: string }).stderr
  } finally {
    await rm(folder, { recursive: true })
  }
}

const b = "import type { A } from './a'\n\nexport interface B {\n  a: A\n}\n"

it('the linter refuses a circle of imports, also one of types alone', async () => {
  const said = await lint("import type { B } from './b'\n\nexport type A = B | undefined\n", b)
  expect(said).toContain('a.ts:1:24 lint/suspicious/noImportCycles')
  expect(said).toContain('b.ts:1:24 lint/suspicious/noImportCycles')
})

it('the linter takes imports that go one way', async () => {
  expect(await lint('export type A = undefined\n', b)).toContain('No fixes applied')
})
