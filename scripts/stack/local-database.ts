import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { version } from 'wrangler/package.json' with { type: 'json' }

/**
 * Makes a local D1 database with its tables, as `wrangler dev --persist-to` takes it. wrangler makes it once, and starts
 * of the same migrations copy that: it needs seconds of the CPU for it.
 * @param folder of the database; must not be there
 */
export async function makeLocalDatabase(
  folder: string,
  { projectRoot, env }: { projectRoot: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const tables = await allMigrations(join(projectRoot, 'server/store/migrations'))
  const key = createHash('sha256').update(`${version}\n${tables}`).digest('hex').slice(0, 16)
  const kept = join(projectRoot, 'node_modules/.cache/wevod', `database-${key}`)
  if (!existsSync(kept)) await keepOne(kept, tables, { projectRoot, env })
  await cp(kept, folder, { recursive: true })
}

/** All at once: `wrangler d1 migrations apply` starts workerd anew for each, which takes four times as long. */
async function allMigrations(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
}

async function keepOne(
  kept: string,
  tables: string,
  { projectRoot, env }: { projectRoot: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  // Under a name of its own until it is whole: other stacks may start at the same time.
  const made = `${kept}.${randomUUID()}`
  await mkdir(dirname(kept), { recursive: true })
  await writeFile(`${made}.sql`, tables)
  try {
    const wrangler = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js')
    const args = ['d1', 'execute', 'wevod', '--local', '--persist-to', made, '--yes', '--file', `${made}.sql`]
    await promisify(execFile)(process.execPath, [wrangler, ...args], {
      cwd: projectRoot,
      env: { ...process.env, ...env },
    })
    await rename(made, kept)
  } catch (error) {
    // Another stack was faster, and has made the same.
    if (!existsSync(kept)) throw error
  } finally {
    await rm(`${made}.sql`, { force: true })
    await rm(made, { recursive: true, force: true })
  }
}
