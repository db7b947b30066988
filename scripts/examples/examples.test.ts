import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { projectRoot } from '../project-root'
import { spawnCommand } from '../test-support/run'
import { EXAMPLES } from './examples'

const root = join(projectRoot, 'examples')
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const names = folders.map(({ name }) => name)
const withPackages = names.filter((name) => existsSync(join(root, name, 'package.json')))

it('check:examples builds every example that there is', () => {
  expect(names).toEqual(expect.arrayContaining(['native', 'tdesign', 'taro', 'uni-app']))
  expect(names.filter((name) => !EXAMPLES.some((example) => example.name === name))).toEqual([])
})

describe.each(withPackages)('the example %s', (name) => {
  interface Manifest {
    dependencies: Record<string, string>
    devDependencies?: Record<string, string>
    scripts: Record<string, string>
  }
  const manifest = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8')) as Manifest

  it('pins its packages, and takes the package of this version', () => {
    const { 'wevod-uploader': ours, ...others } = { ...manifest.devDependencies, ...manifest.dependencies }
    expect(ours).toBe(`file:../../output/wevod-uploader-${packageJson.version}.tgz`)
    expect(Object.entries(others).filter(([, version]) => !/^\d+\.\d+\.\d+(-\d+)?$/.test(version))).toEqual([])
  })

  it('starts by two commands, which it has', () => {
    const readme = readFileSync(join(root, name, 'README.md'), 'utf8')
    const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(readme) ?? []
    const commands = block.trim().split('\n')
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      const [, script = ''] = /^npm (?:run )?(\w+)/.exec(command) ?? []
      expect(Object.keys(manifest.scripts)).toContain(script)
    }
  })
})

it('check:examples says which examples there are, where it does not know one', async () => {
  const args = ['--import', 'tsx', 'scripts/check-examples.ts', 'nothing']
  const { code, stderr } = await spawnCommand(process.execPath, args).ended
  expect(code).toBe(1)
  expect(stderr).toBe('No such example: nothing. There are native, tdesign, taro, uni-app, web.\n')
})
