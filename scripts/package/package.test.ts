import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { spawnCommand, spawnScript } from '../test-support/run'
import { beyondEs5 } from '../wechat/beyond-es5'
import { ENTRIES } from './entries'
import { packUploader, type Tarball } from './pack'

let folder = ''
let tarball: Tarball
/** The package as npm leaves it in node_modules. */
let installed = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-package-test-'))
  tarball = await packUploader(join(folder, 'tarball'))
  const { code, stderr } = await spawnCommand('tar', ['xzf', tarball.path, '-C', folder]).ended
  expect(code, stderr).toBe(0)
  installed = join(folder, 'package')
})
afterAll(() => rm(folder, { recursive: true }))

const text = (path: string) => readFileSync(join(installed, path), 'utf8')

interface Manifest {
  name: string
  miniprogram: string
  main: string
  module: string
  types: string
  exports: Record<string, string | Record<string, string>>
}

it('depends on nothing, and has what its package.json names', () => {
  const manifest = JSON.parse(text('package.json')) as Manifest
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([])
  const { main, module, types, exports } = manifest
  const named = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  )
  const paths = tarball.files.map(({ path }) => `./${path}`)
  expect([main, module, types, ...named].filter((path) => !paths.includes(path))).toEqual([])
  expect(paths).toEqual(expect.arrayContaining(['./LICENSE', './README.md', './README.en.md', './CHANGELOG.md']))
  for (const target of Object.values(exports)) {
    if (typeof target !== 'string') expect(Object.keys(target)).toEqual(['types', 'default'])
  }
})

it('is made by a command, in the folder that it is told', async () => {
  const { code, stdout, stderr } = await spawnScript('pack:uploader', [join(folder, 'made')]).ended
  expect(code, stderr).toBe(0)
  expect(stdout).toContain(`${tarball.files.length} files`)
  expect(readdirSync(join(folder, 'made'))).toEqual([`wevod-uploader-${packageJson.version}.tgz`])
  const wrong = await spawnScript('pack:uploader', ['--into', 'made']).ended
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('usage:') })
})

it('holds no test, no source and no map', () => {
  const expected =
    /^(package\.json|README(\.en)?\.md|CHANGELOG\.md|LICENSE|miniprogram_dist\/package\.json|(dist|miniprogram_dist)\/[\w-]+\.js|types\/.*\.d\.ts)$/
  expect(tarball.files.filter(({ path }) => !expected.test(path))).toEqual([])
})

it('is ES5 for mini programs', async () => {
  const scripts = readdirSync(join(installed, 'miniprogram_dist')).filter((name) => name.endsWith('.js'))
  expect(scripts).toContain('index.js')
  for (const name of scripts) expect(await beyondEs5(name, text(`miniprogram_dist/${name}`))).toEqual([])
})

it.each(['README.md', 'README.en.md'])('names all that it exports in %s', (readme) => {
  for (const { name } of ENTRIES) {
    expect(text(readme)).toContain(`\`wevod-uploader${name === 'index' ? '' : `/${name}`}\``)
  }
})

it('has its version in the changelog', () => {
  const { version } = JSON.parse(text('package.json')) as { version: string }
  expect(text('CHANGELOG.md')).toContain(`\n## ${version}\n`)
})

it('gives the same to require of mini programs as to import', async () => {
  const require = createRequire(import.meta.url)
  const required = Object.keys(require(join(installed, 'miniprogram_dist/index.js')) as object)
  const imported = Object.keys(await import(/* @vite-ignore */ join(installed, 'dist/index.js')))
  expect(required.sort()).toEqual(imported.sort())
})

it('makes an error of one class, wherever it comes from', async () => {
  const { UploadError } = await import(/* @vite-ignore */ join(installed, 'dist/index.js'))
  const { nodePorts } = await import(/* @vite-ignore */ join(installed, 'dist/node.js'))
  const ports = nodePorts()
  const error = await ports.files.open(join(installed, 'none')).catch((reason: unknown) => reason)
  ports.close()
  expect(error).toBeInstanceOf(UploadError)
})
