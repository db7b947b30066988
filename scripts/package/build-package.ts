import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { projectRoot } from '../project-root'
import { bundleModules, type OutputFile } from './bundle-modules'
import { declarationsOf } from './declarations'
import { ENTRIES } from './entries'
import { manifestOf } from './manifest'
import { toEs5 } from './to-es5'

/**
 * Builds wevod-uploader in a folder, replacing what was there:
 * - `dist/` ES modules for bundlers, browsers and Node, `types/` beside them
 * - `miniprogram_dist/` ES5 for WeChat's npm packing, which takes this folder as it is
 */
export async function buildPackage(folder: string): Promise<void> {
  const forMiniPrograms = ENTRIES.filter(({ inMiniProgram }) => inMiniProgram)
  const [modules, scripts, types] = await Promise.all([
    bundleModules(ENTRIES),
    bundleModules(forMiniPrograms).then((files) => Promise.all(files.map(toEs5))),
    declarationsOf(ENTRIES),
  ])
  await rm(folder, { recursive: true, force: true })
  await write(join(folder, 'dist'), modules)
  await write(join(folder, 'miniprogram_dist'), scripts)
  await write(join(folder, 'types'), types)
  await write(folder, [
    ['package.json', `${JSON.stringify(manifestOf(ENTRIES), null, 2)}\n`],
    // Node would take these for ES modules, as all of the package.
    ['miniprogram_dist/package.json', '{ "type": "commonjs" }\n'],
  ])
  for (const name of ['README.md', 'README.en.md', 'CHANGELOG.md']) {
    await cp(join(projectRoot, 'package', name), join(folder, name))
  }
  await cp(join(projectRoot, 'LICENSE'), join(folder, 'LICENSE'))
}

async function write(folder: string, files: readonly OutputFile[]): Promise<void> {
  for (const [path, text] of files) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}
