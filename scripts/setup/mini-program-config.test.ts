import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../project-root'
import {
  addressesOf,
  CONFIG_FILE,
  ConfigError,
  DEMO_CONFIG,
  quoted,
  readConfig,
  withConfig,
} from './mini-program-config'

const demo = readFileSync(join(projectRoot, CONFIG_FILE), 'utf8')
const REAL = { serviceUrl: quoted('https://service.example'), vodUrl: 'undefined', cloudRun: undefined }
const CLOUD_RUN = { ...REAL, cloudRun: "{ env: 'prod-1', service: 'wevod' }" }

test('the demo is what the repository has', () => {
  const { serviceUrl, vodUrl, cloudRun } = readConfig(demo)
  expect({ serviceUrl, vodUrl, cloudRun }).toEqual(DEMO_CONFIG)
})

test.each([
  ['a service', REAL],
  ['WeChat Cloud Run', CLOUD_RUN],
])('%s and back to the demo leaves the file as it was, byte for byte', (_, values) => {
  const changed = withConfig(demo, values)
  expect(readConfig(changed)).toMatchObject(Object.fromEntries(Object.entries(values).filter(([, value]) => value)))
  expect(withConfig(changed, values)).toBe(changed)
  expect(withConfig(changed, DEMO_CONFIG)).toBe(demo)
})

test('what else the file says stays', () => {
  const own = demo
    .replace("engine: 'multipart',", "engine: 'vendor', // for now\n  getToken: () => ask(),")
    .replace("authMethod: 'sts'", 'authMethod: `credential`')
  const changed = withConfig(own, CLOUD_RUN)
  expect(changed).toContain("engine: 'vendor', // for now\n  getToken: () => ask(),")
  expect(changed).toContain('authMethod: `credential`')
  expect(withConfig(changed, DEMO_CONFIG)).toBe(own)
})

test('knows where a config leads', () => {
  expect(addressesOf(demo)).toEqual({
    serviceUrl: 'http://127.0.0.1:8787',
    vodUrl: 'http://127.0.0.1:8788',
    cloudRun: false,
  })
  expect(addressesOf(withConfig(demo, CLOUD_RUN))).toEqual({ serviceUrl: 'https://service.example', cloudRun: true })
})

test('a file that was changed beyond that is refused', () => {
  for (const source of ['', 'export const config = make()', 'export const config: Config = {']) {
    expect(() => withConfig(source, REAL)).toThrow(ConfigError)
  }
})

test('TypeScript takes what is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wevod-config-'))
  try {
    for (const path of ['miniprogram', 'server', 'package.json', 'tsconfig.json']) {
      cpSync(join(projectRoot, path), join(folder, path), { recursive: true })
    }
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
    const project = join(folder, 'tsconfig.config.json')
    const { compilerOptions } = JSON.parse(readFileSync(join(folder, 'miniprogram/tsconfig.json'), 'utf8')) as {
      compilerOptions: object
    }
    const options = { ...compilerOptions, rootDir: '.', composite: false, emitDeclarationOnly: false, noEmit: true }
    const settings = { extends: './tsconfig.json', compilerOptions: options, files: [CONFIG_FILE], references: [] }
    writeFileSync(project, JSON.stringify(settings))
    for (const values of [REAL, CLOUD_RUN]) {
      writeFileSync(join(folder, CONFIG_FILE), withConfig(demo, values))
      execFileSync(process.execPath, [join(projectRoot, 'node_modules/typescript/bin/tsc'), '-p', project], {
        cwd: folder,
        stdio: 'inherit',
      })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
