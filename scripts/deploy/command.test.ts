import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readNodeEnvironment } from '../../server/node/environment'
import { projectRoot } from '../project-root'
import type { Prompts } from '../setup/prompts'
import { type DeployContext, deploy } from './command'
import { machinePrograms } from './programs'
import { OF_NODE } from './settings'

// A project in a folder of its own, with the real wrangler. Programs that cannot be had here (docker, s, wxcloud), and those
// that would go to the network, are stand-ins, which note how they are called.

const SECRETS = {
  WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
  SESSION_KEY: 'slxZheYd9E3THYf4OLNVS5Wix0vG3wZgyiHhKwqh2GVATJn',
  TIMER_SECRET: 'lYQGi0hzaYmKR1UxHp66oNLOaMa0i08q5vmjkzhcrDpW50i',
}
const KEY = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tExampleKeyId',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'ExampleSecretOfThirtyCharacters',
}
const DATABASE = 'postgres://user:password@host.example:5432/wevod'
const SETTINGS = {
  ...SECRETS,
  WECHAT_APPID: 'wx0123456789abcdef',
  VOD_REGION: 'cn-beijing',
  ROLE_ARN: 'acs:ram::1234567890123456:role/wevod-uploader',
  DAILY_UPLOADS: '7',
}
const FUNCTION = {
  FUNCTION_ROLE_ARN: 'acs:ram::1234567890123456:role/wevod-service',
  NODE_LAYER_ARN: 'acs:fc:cn-beijing:1234567890123456:layers/node24/versions/1',
  VPC_ID: 'vpc-1',
  VSWITCH_ID: 'vsw-1',
  SECURITY_GROUP_ID: 'sg-1',
}
const { WECHAT_APPID: _appId, WECHAT_APP_SECRET: _appSecret, ...withoutWechat } = SETTINGS
const HIDDEN = [...Object.values(SECRETS), KEY.ALIBABA_CLOUD_ACCESS_KEY_SECRET, 'user:password']

let root: string
let programs: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'wevod-deploy-test-'))
  programs = mkdtempSync(join(tmpdir(), 'wevod-programs-'))
  const files = ['deploy', 'miniprogram', 'scripts', 'server', 'package.json', 'package-lock.json', 'tsconfig.json']
  for (const path of files) cpSync(join(projectRoot, path), join(root, path), { recursive: true })
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
})
afterAll(() => {
  for (const folder of [root, programs]) rmSync(folder, { recursive: true })
})
beforeEach(() => {
  cpSync(join(projectRoot, 'wrangler.toml'), join(root, 'wrangler.toml'))
  for (const name of readdirSync(programs)) rmSync(join(programs, name))
})

const lines = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

function settingsFile(values: Record<string, string>): string {
  const path = join(root, 'settings.env')
  writeFileSync(path, lines(values))
  return path
}

interface Call {
  args: string[]
  env: Record<string, string>
}

/** A program that notes how it is called, and does nothing else. */
function standIn(name: string, { code = 0, says = '' } = {}): () => Call[] {
  const log = join(programs, `${name}.log`)
  const body = `const { appendFileSync } = require('node:fs')
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: process.argv.slice(2), env: process.env }) + '\\n')
process.stdout.write(${JSON.stringify(says)})
process.exit(${code})`
  writeFileSync(join(programs, name), `#!${process.execPath}\n${body}\n`)
  chmodSync(join(programs, name), 0o755)
  return () =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Call)
      : []
}

async function run(args: string[], more: Partial<DeployContext> = {}) {
  const out: string[] = []
  const err: string[] = []
  let clear: (() => void) | undefined
  const code = await deploy(args, {
    ...{ projectRoot: root, cwd: root, env: {}, prompts: undefined },
    // Nothing of what this machine has.
    programs: machinePrograms({ PATH: programs, HOME: root }),
    whenEnded: (task) => {
      clear = task
    },
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    ...more,
  })
  // Nothing is left to clear away.
  expect(clear).toBeUndefined()
  const [text, error] = [out.join('\n'), err.join('\n')]
  for (const secret of HIDDEN) expect(text + error).not.toContain(secret)
  return { code, out: text, err: error }
}

const dry = (way: string, values: Record<string, string>, ...more: string[]) =>
  run([way, '--dry-run', '--env-file', settingsFile(values), ...more])

describe('a dry run', () => {
  test('of workers bundles the Worker with all of its settings', async () => {
    const { code, out, err } = await dry('workers', { ...SETTINGS, ...KEY })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/Total Upload: [\d.]+ KiB/)
    expect(out).toContain('--var DAILY_UPLOADS:7')
    expect(out).toContain('with 5 secrets: ALIBABA_CLOUD_ACCESS_KEY_ID,')
    expect(out).toContain('wrangler d1 migrations apply wevod --remote')
    expect(out).toContain('nothing was sent')
    expect(readFileSync(join(root, 'wrangler.toml'), 'utf8')).toContain('database_id = "<')
  })

  test('of a container plays the image', async () => {
    const registry = ['--image', 'registry.example/wevod:1', '--push', '--npm-registry', 'https://npm.example']
    const { code, out, err } = await dry('container', { ...SETTINGS, DATABASE, HOST: '127.0.0.1' }, ...registry)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('It runs as 1000:1000, and answers.')
    expect(out).toContain(
      'docker build --file deploy/Dockerfile --tag registry.example/wevod:1 --build-arg NPM_CONFIG_REGISTRY=https://npm.example .',
    )
    expect(out).toContain('docker push registry.example/wevod:1')
  })

  test('of Function Compute describes the function, with no value in the file, and starts what it runs', async () => {
    const { code, out, err } = await dry('fc', { ...SETTINGS, ...KEY, ...FUNCTION, DATABASE })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const file = readFileSync(join(root, 'output/deploy/fc/s.yaml'), 'utf8')
    for (const value of [...HIDDEN, SETTINGS.WECHAT_APPID]) expect(file).not.toContain(value)
    const { props } = parse(file).resources.wevod as {
      props: Record<string, unknown> & { environmentVariables: object }
    }
    expect(props).toMatchObject({ region: 'cn-beijing', code: './dist', runtime: 'custom.debian11' })
    expect(props.environmentVariables).toMatchObject({ HOST: '0.0.0.0', RECONCILE: 'outside' })
    expect(props.environmentVariables).toHaveProperty('DAILY_UPLOADS')
    // The role's keys come under this name.
    expect(props.environmentVariables).not.toHaveProperty('ALIBABA_CLOUD_ACCESS_KEY_ID')
    expect(existsSync(join(root, 'output/deploy/fc/dist/server.mjs'))).toBe(true)
    expect(out).toContain('signs with the keys of FUNCTION_ROLE_ARN')
  })

  test('of Function Compute as an image needs no layer', async () => {
    const { NODE_LAYER_ARN: _, ...without } = FUNCTION
    const values = { ...SETTINGS, ...without, DATABASE }
    const image = 'registry.cn-beijing.aliyuncs.com/wevod/wevod:1'
    const { code, err } = await dry('fc', values, '--image', image, '--region', 'cn-shanghai')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { props } = parse(readFileSync(join(root, 'output/deploy/fc/s.yaml'), 'utf8')).resources.wevod
    expect(props).toMatchObject({
      ...{ runtime: 'custom-container', region: 'cn-shanghai' },
      customContainerConfig: { image, port: 9000, healthCheckConfig: { httpGetUrl: '/healthz' } },
    })
    expect(props).not.toHaveProperty('layers')
    expect((await dry('fc', values, '--image', 'wevod')).err).toContain('must be registry/name:tag')
  })

  test('of Cloud Run packs a folder that builds, with no secret and no test in it', async () => {
    const values = { ...SETTINGS, LOGIN: 'cloudrun', CBR_ENV_ID: 'prod-1', DATABASE }
    const { code, out, err } = await dry('cloudrun', values)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('It runs as 1000:1000, and answers.')
    expect(out).toContain('environment prod-1, service wevod')
    const packed = unzipSync(readFileSync(join(root, 'output/deploy/cloudrun.zip')))
    const names = Object.keys(packed)
    expect(names).toEqual(expect.arrayContaining(['Dockerfile', 'container.config.json', 'package-lock.json']))
    expect(names.filter((name) => /\.test\.ts$|test-support|node_modules|\.env|\.dev\.vars/.test(name))).toEqual([])
    const config = strFromU8(packed['container.config.json'] ?? new Uint8Array())
    for (const secret of HIDDEN) expect(config).not.toContain(secret)
    expect(JSON.parse(config)).toMatchObject({
      dockerfilePath: 'Dockerfile',
      envParams: { LOGIN: 'cloudrun', HOST: '0.0.0.0', DAILY_UPLOADS: '7' },
    })
  })

  test.each([
    ['workers', { ...SETTINGS }, 'ALIBABA_CLOUD_ACCESS_KEY_ID is missing: it belongs into settings.env'],
    ['workers', { ...SETTINGS, ...KEY, VOD_URL: 'http://127.0.0.1:8788' }, 'VOD_URL leads to this machine'],
    [
      'workers',
      {
        ...withoutWechat,
        ...KEY,
        LOGIN: 'jwt',
        JWT_ISSUER: 'i',
        JWT_AUDIENCE: 'a',
        JWT_JWKS_URL: 'https://b.example/jwks',
      },
      'WECHAT_APPID still holds a placeholder: see wrangler.toml, [vars]\n  WECHAT_APP_SECRET is among the required secrets',
    ],
    ['container', { ...SETTINGS, ROLE_ARN: '<your role>' }, 'ROLE_ARN still holds a placeholder'],
    ['container', { ...SETTINGS, DRAIN_SECONDS: 'long' }, 'DRAIN_SECONDS must be a number'],
    ['container', { ...SETTINGS, VOD_TAGS: '"a b"' }, 'VOD_TAGS: containers take quotes'],
    ['fc', { ...SETTINGS, ...FUNCTION }, 'DATABASE must be in '],
    [
      'fc',
      { ...SETTINGS, DATABASE },
      'NODE_LAYER_ARN, FUNCTION_ROLE_ARN, VPC_ID, VSWITCH_ID, SECURITY_GROUP_ID must be in ',
    ],
    ['cloudrun', { ...SETTINGS, DATABASE }, 'LOGIN must be cloudrun'],
    ['cloudrun', { ...SETTINGS, LOGIN: 'cloudrun', CBR_ENV_ID: 'prod-1' }, 'DATABASE must be a postgres:// URL'],
  ])('of %s tells what is wrong with the settings: %#', async (way, values, reason) => {
    const { code, err } = await dry(way, values)
    expect(code).toBe(1)
    expect(err).toContain(reason)
  })
})

test('without settings it names the command that makes them', async () => {
  expect(await run(['workers', '--dry-run'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is no .dev.vars: run "npm run setup -- --target workers" first'),
  })
  expect(await run(['fc', '--lang', 'zh'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('请先运行 npm run setup'),
  })
})

test.each([
  [[], 'Where to? npm run deploy -- workers|container|fc|cloudrun'],
  [['worker'], 'deploy takes workers, container, fc, cloudrun, not "worker". Did you mean workers?'],
  [['workers', 'fc'], '"fc" is one too many'],
  [['workers', '--dryrun'], "Unknown option '--dryrun'. Did you mean --dry-run?"],
  [['workers', '--push'], '--push is for container, not for workers.'],
  [['container', '--push'], '--push needs --image'],
  [['container', '--engine', 'dockre'], 'Did you mean docker?'],
  [['container', '--port', '99999'], '--port takes 1 to 65535.'],
  [['fc', '--url', 'service.example'], '--url must be https://'],
])('%j is refused in one line, with exit code 2', async (args, reason) => {
  const { code, out, err } = await run(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^error: [^\n]+$/)
  expect(err).toContain(reason)
})

/** A network namespace has loopback alone, once that is up. Where none can be made this is not tried. */
const offline = ['--net', 'sh', '-ec', 'ip link set lo up; exec "$@"', 'sh']
const canBeOffline = spawnSync('unshare', [...offline, 'true']).status === 0

test.skipIf(!canBeOffline)('npm run deploy: a dry run needs no network', async () => {
  const { PATH = '', HOME = '' } = process.env
  const script = [
    process.execPath,
    '--import',
    'tsx',
    '--',
    'scripts/deploy.ts',
    'workers',
    '--dry-run',
    '--lang',
    'zh',
  ]
  const args = [...offline, ...script, '--env-file', settingsFile({ ...SETTINGS, ...KEY })]
  const ended = spawnSync('unshare', args, { cwd: projectRoot, env: { PATH, HOME }, encoding: 'utf8' })
  expect(ended).toMatchObject({ status: 0, stderr: '' })
  expect(ended.stdout).toContain('演练结束：没有发送任何内容。')
})

test('--help tells all of it, in both languages', async () => {
  expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('usage: npm run deploy') })
  expect(await run(['--help'], { env: { LANG: 'zh_CN.UTF-8' } })).toMatchObject({
    out: expect.stringContaining('用法：'),
  })
})

test('it passes on every variable that a process of Node asks for', () => {
  const asked = new Set<string>()
  readNodeEnvironment(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }))
  const secrets = ['ADMIN_SECRET', 'TIMER_SECRET']
  expect([...asked].filter((name) => !secrets.includes(name)).sort()).toEqual([...OF_NODE].sort())
})

describe('a deployment', () => {
  const fileOf = (values: Record<string, string>) => ['--env-file', settingsFile(values)]

  test('of a container builds, replaces, waits and checks; settings go by the file alone', async () => {
    const service = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
    await new Promise((resolve) => service.once('listening', resolve))
    const { port } = service.address() as AddressInfo
    const docker = standIn('docker', { says: 'a1b2c3' })
    const npm = standIn('npm')
    const args = ['container', '--yes', '--port', String(port), ...fileOf(SETTINGS)]
    try {
      expect(await run(args)).toMatchObject({ code: 0, err: '' })
    } finally {
      service.close()
    }
    const calls = docker()
    expect(calls.map(({ args: [verb] }) => verb)).toEqual(['info', 'build', 'ps', 'stop', 'rm', 'run'])
    expect(calls.at(-1)?.args).toEqual(
      expect.arrayContaining(['--read-only', `${port}:9000`, join(root, 'settings.env')]),
    )
    for (const { args } of calls) for (const secret of HIDDEN) expect(args.join(' ')).not.toContain(secret)
    expect(npm().map(({ args }) => args)).toEqual([
      ['run', '--silent', 'doctor', '--', '--url', `http://127.0.0.1:${port}`],
    ])
  })

  test('of Function Compute gives s the values by its environment', async () => {
    const s = standIn('s', { says: 'Alias: default\nCredential:\n' })
    const npm = standIn('npm', { code: 1 })
    const values = { ...SETTINGS, ...FUNCTION, DATABASE }
    const answer = await run(['fc', '--yes', '--url', 'https://fc.example/', ...fileOf(values)])
    expect(answer).toMatchObject({ code: 1, err: 'error: it is deployed, but the check of https://fc.example fails.' })
    const [, call] = s()
    expect(call?.args).toEqual(['deploy', '-t', join(root, 'output/deploy/fc/s.yaml'), '-y'])
    expect(call?.env).toMatchObject(values)
    expect(npm()).toHaveLength(1)
  })

  test('of Cloud Run goes by wxcloud where it is, and says what cannot be checked', async () => {
    const wxcloud = standIn('wxcloud', { says: '{"data":[{"EnvId":"prod-1"}]}' })
    const values = { ...SETTINGS, LOGIN: 'cloudrun', CBR_ENV_ID: 'prod-1', DATABASE }
    const { code, out } = await run(['cloudrun', '--yes', ...fileOf(values)])
    expect(code).toBe(0)
    expect(out).toContain('Not checked: where it can be reached is not known')
    expect(wxcloud().map(({ args }) => args[0])).toEqual(['env:list', 'run:deploy'])
    expect(wxcloud()[1]?.args).toEqual(expect.arrayContaining(['--envId=prod-1', '--serviceName=wevod', '--noConfirm']))
  })

  describe('of workers', () => {
    /** In the place of wrangler: answers as it does. What it bundles the dry run shows. */
    const STAND_IN = `const { appendFileSync, readFileSync } = require('node:fs')
const args = process.argv.slice(2)
const file = args[args.indexOf('--secrets-file') + 1]
const secrets = args.includes('--secrets-file') ? JSON.parse(readFileSync(file, 'utf8')) : undefined
const mode = secrets && require('node:fs').statSync(file).mode & 0o777
const vars = args.flatMap((arg, i) => (args[i - 1] === '--var' ? [arg.split(':')[0]] : []))
if (args.includes('--dry-run')) {
  for (const name of [...vars, ...Object.keys(secrets)]) console.log('env.' + name + ' ("(hidden)")')
  process.exit(0)
}
appendFileSync(LOG, JSON.stringify({ args, secrets, file: secrets && file, mode }) + '\\n')
const made = readFileSync(LOG, 'utf8').includes('"create"')
if (args[1] === 'list') console.log(JSON.stringify(made ? [{ name: 'wevod', uuid: 'the-id' }] : []))
if (args[0] === 'deploy') console.log('Deployed wevod triggers\\n  https://wevod.team.workers.dev')
if (args[0] === 'whoami') process.exit(Number(process.env.SIGNED_OUT ?? 0))`

    let log: string
    beforeAll(() => {
      log = join(programs, 'wrangler.log')
      const body = STAND_IN.replaceAll('LOG', JSON.stringify(log))
      rmSync(join(root, 'node_modules'))
      mkdirSync(join(root, 'node_modules/wrangler/bin'), { recursive: true })
      writeFileSync(join(root, 'node_modules/wrangler/package.json'), '{ "type": "commonjs" }')
      writeFileSync(join(root, 'node_modules/wrangler/bin/wrangler.js'), body)
    })
    beforeEach(() => writeFileSync(log, ''))
    afterAll(() => {
      rmSync(join(root, 'node_modules'), { recursive: true })
      symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
    })

    const calls = () =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { args: string[]; secrets?: object; file?: string; mode?: number })

    test('makes the database, keeps its id, and sends secrets in a file that is gone afterwards', async () => {
      const npm = standIn('npm')
      const answer = await run(['workers', '--yes', ...fileOf({ ...SETTINGS, ...KEY })])
      expect(answer).toMatchObject({ code: 0, err: '' })
      expect(calls().map(({ args }) => args.slice(0, 3).join(' '))).toEqual([
        'whoami --json',
        'd1 list --json',
        'd1 create wevod',
        'd1 list --json',
        'd1 migrations apply',
        expect.stringMatching(/^deploy --var/),
      ])
      const sent = calls().at(-1)
      expect(sent?.secrets).toEqual({ ...SECRETS, ...KEY })
      expect(sent?.mode).toBe(0o600)
      expect(existsSync(sent?.file ?? '/')).toBe(false)
      for (const { args } of calls()) for (const secret of HIDDEN) expect(args.join(' ')).not.toContain(secret)
      expect(readFileSync(join(root, 'wrangler.toml'), 'utf8')).toContain('database_id = "the-id"')
      expect(npm()[0]?.args.at(-1)).toBe('https://wevod.team.workers.dev')
      // The next time there is no database to make.
      await run(['workers', '--yes', ...fileOf({ ...SETTINGS, ...KEY })])
      expect(calls().filter(({ args }) => args[1] === 'create')).toHaveLength(1)
    })

    test('asks before anything is sent, and tells where it cannot', async () => {
      const values = fileOf({ ...SETTINGS, ...KEY })
      const no = { confirm: async () => false } as unknown as Prompts
      expect(await run(['workers', ...values], { prompts: () => no })).toMatchObject({ code: 130 })
      expect(await run(['workers', ...values])).toMatchObject({
        code: 2,
        err: expect.stringContaining('--yes goes on'),
      })
      const env = { PATH: process.env.PATH ?? '', SIGNED_OUT: '1' }
      const answer = await run(['workers', '--yes', ...values], { programs: machinePrograms(env) })
      expect(answer).toMatchObject({
        code: 1,
        err: expect.stringContaining('wrangler is not logged in: "npx wrangler login"'),
      })
      expect(calls().filter(({ args }) => args[0] !== 'whoami')).toEqual([])
    })
  })

  test.each([
    ['container', SETTINGS, 'docker is not installed'],
    ['fc', { ...SETTINGS, ...FUNCTION, DATABASE }, 'npm install -g @serverless-devs/s'],
  ])('of %s tells how to get what is not installed', async (way, values, reason) => {
    const answer = await run([way, '--yes', ...fileOf(values)])
    expect(answer).toMatchObject({ code: 1, err: expect.stringContaining(reason) })
  })

  test('of Function Compute tells that s has no key', async () => {
    standIn('s', { says: 'You have not yet been found to have configured key information.' })
    const answer = await run(['fc', '--yes', ...fileOf({ ...SETTINGS, ...FUNCTION, DATABASE })])
    expect(answer).toMatchObject({
      code: 1,
      err: expect.stringContaining('Serverless Devs has no key: "s config add"'),
    })
  })

  test('tells which step has failed', async () => {
    writeFileSync(join(root, 'server/node/main.ts'), 'import "./gone"')
    try {
      const { code, err } = await dry('container', SETTINGS)
      expect(code).toBe(1)
      expect(err).toMatch(/^error: Play the image: .*: Command failed: .*npm run build/)
    } finally {
      cpSync(join(projectRoot, 'server/node/main.ts'), join(root, 'server/node/main.ts'))
    }
  })

  test('tells of an engine that does not answer', async () => {
    standIn('podman', { code: 1 })
    const answer = await run(['container', '--yes', '--engine', 'podman', ...fileOf(SETTINGS)])
    expect(answer).toMatchObject({ code: 1, err: expect.stringContaining('podman does not answer') })
  })
})
