import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { compileMiniProgram, packNpm } from '../../wechat-compiler/compiler'

/** What a mini program is that has one page and nothing on it; the page uses the package. */
const EMPTY: Record<string, string> = {
  'project.config.json': JSON.stringify({
    appid: 'touristappid',
    compileType: 'miniprogram',
    setting: { es6: true, enhance: true, minified: true },
  }),
  'app.json': JSON.stringify({ pages: ['index'] }),
  'index.json': '{}',
  'index.wxml': '<view />',
  'index.js': "const { createUploader } = require('wevod-uploader')\nPage({ data: { createUploader } })\n",
  'package.json': JSON.stringify({ name: 'empty', version: '1.0.0' }),
}

const MODULE = 'miniprogram_npm/wevod-uploader/index.js'

/**
 * Installs the package's tarball into an empty mini program and has WeChat pack and compile it. Returns the engine's
 * module as it is packed, and as it goes to phones.
 */
export async function installIntoEmpty(tarball: string, folder: string): Promise<{ packed: string; compiled: string }> {
  for (const [path, text] of Object.entries(EMPTY)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  // Offline: the package depends on nothing.
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball]
  await promisify(execFile)('npm', install, { cwd: folder })
  const { packages, warnings } = await packNpm(folder)
  if (packages !== 1) throw new Error(`WeChat's npm packing has packed ${packages} packages: ${warnings.join(' ')}`)
  const out = join(folder, '..', 'compiled')
  await compileMiniProgram(folder, out)
  const files = { packed: join(folder, MODULE), compiled: join(out, MODULE) }
  for (const file of Object.values(files)) if (!existsSync(file)) throw new Error(`WeChat has left no ${file}.`)
  return files
}
