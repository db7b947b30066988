import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../project-root'

/** What an example needs from npm's registry was not to be had. */
export class NotFetchedError extends Error {}

interface PackageJson {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/**
 * Lays a copy of an example into a folder, with its packages. Those that were installed there for the same versions stay;
 * wevod-uploader is always the one that was just packed.
 * @throws {NotFetchedError}
 */
export async function installExample(
  name: string,
  { tarball, folder, say }: { tarball: string; folder: string; say: (line: string) => void },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const old of await readdir(folder)) {
    if (old !== 'node_modules') await rm(join(folder, old), { recursive: true })
  }
  const source = join(projectRoot, 'examples', name)
  const isOwn = (path: string) => !/[/\\](node_modules|miniprogram_npm|dist)$/.test(path)
  await cp(source, folder, { recursive: true, filter: isOwn })
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest)) await installOthers(manifest, folder, say)
  const installed = join(folder, 'node_modules/wevod-uploader')
  await rm(installed, { recursive: true, force: true })
  await mkdir(installed, { recursive: true })
  await promisify(execFile)('tar', ['xzf', tarball, '--strip-components=1', '-C', installed])
}

async function installOthers(manifest: string, folder: string, say: (line: string) => void): Promise<void> {
  const text = readFileSync(manifest, 'utf8')
  const { dependencies = {}, ...rest } = JSON.parse(text) as PackageJson
  const { 'wevod-uploader': ours, ...others } = dependencies
  const wanted = JSON.stringify({ dependencies: others, ...rest })
  const stamp = join(folder, 'node_modules/.installed-for')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (Object.keys({ ...others, ...rest.devDependencies }).length > 0) say('fetching its packages (some minutes) …')
  await writeFile(manifest, wanted)
  try {
    const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error']
    await promisify(execFile)('npm', args, { cwd: folder })
  } catch (error) {
    throw new NotFetchedError((error as { stderr?: string }).stderr ?? (error as Error).message)
  }
  await writeFile(manifest, text)
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  await writeFile(stamp, wanted)
}
