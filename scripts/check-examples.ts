import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchCompiler } from '../wechat-compiler/fetch-compiler'
import { buildExample } from './examples/build-example'
import { EXAMPLES, type Example } from './examples/examples'
import { installExample, NotFetchedError } from './examples/install-example'
import { packUploader } from './package/pack'
import { projectRoot } from './project-root'

// `npm run check:examples [-- NAME …]`: builds each example, or those that are named, with the package as it is now, and
// has WeChat's compiler compile what comes out. What cannot be fetched is said, and is no failure.

/** Not below a node_modules: WeChat's npm packing passes by what is. */
const cache = join(projectRoot, 'output/examples')

async function check(example: Example, tarball: string): Promise<'built' | 'failed' | 'not fetched'> {
  const { name } = example
  const folder = join(cache, name)
  try {
    await installExample(name, { tarball, folder, say: (line) => console.log(`${name}: ${line}`) })
    const bytes = await buildExample(example, folder)
    console.log(`${name}: built, ${(bytes / 1024).toFixed(0)} KiB`)
    return 'built'
  } catch (error) {
    const notFetched = error instanceof NotFetchedError
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string }
    console.log(`${name}: ${notFetched ? 'not tried, its packages could not be fetched' : 'does not build'}`)
    console.log([message, stdout, stderr].join('\n').trim())
    return notFetched ? 'not fetched' : 'failed'
  }
}

/** The compiler is no example's own: without it none can be judged. */
async function compilerIsThere(): Promise<boolean> {
  try {
    await fetchCompiler((line) => console.log(line))
    return true
  } catch (error) {
    console.log(`WeChat's compiler could not be fetched: nothing was tried.\n${(error as Error).message}`)
    return false
  }
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !EXAMPLES.some((example) => example.name === name))
if (unknown.length > 0) {
  console.error(`No such example: ${unknown.join(', ')}. There are ${EXAMPLES.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}
const folder = await mkdtemp(join(tmpdir(), 'wevod-examples-'))
try {
  const wanted = EXAMPLES.filter(({ name }) => names.length === 0 || names.includes(name))
  if (await compilerIsThere()) {
    const { path } = await packUploader(folder)
    const results: Awaited<ReturnType<typeof check>>[] = []
    for (const example of wanted.filter(({ name }) => existsSync(join(projectRoot, 'examples', name)))) {
      results.push(await check(example, path))
    }
    const count = (what: string) => results.filter((result) => result === what).length
    console.log(`${count('built')} built, ${count('failed')} failed, ${count('not fetched')} not fetched`)
    process.exitCode = count('failed') > 0 ? 1 : 0
  }
} finally {
  await rm(folder, { recursive: true })
}
