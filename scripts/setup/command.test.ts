import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { unstable_getVarsForDev as getVarsForDev, unstable_readConfig as readConfigOfWrangler } from 'wrangler'
import { readSettings } from '../../server/settings/settings'
import { projectRoot } from '../project-root'
import { bundleForNode } from '../stack/bundle-for-node'
import { startNodeService } from '../test-support/node-service'
import { spawnScript } from '../test-support/run'
import { setup } from './command'
import { readEnvFile } from './env-file'
import { KNOWN_MISTAKES } from './mistakes-in-chinese'
import { Canceled, type Prompts } from './prompts'

const FILES = ['miniprogram/config.ts', 'project.config.json', 'wrangler.toml']
const ACCOUNT = '1234567890123456'
/** All that there is no default for. */
const FLAGS = [
  ...['--appid', 'wx0123456789abcdef', '--role-arn', ACCOUNT],
  ...['--access-key-id', 'LTAI5tExampleKeyId', '--service-url', 'https://service.example/'],
]
const SECRETS_OF_SHELL = {
  WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'ExampleSecretOfThirtyCharacters',
}

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wevod-setup-'))
  mkdirSync(join(root, 'miniprogram'))
  for (const path of FILES) cpSync(join(projectRoot, path), join(root, path))
})
afterEach(() => rmSync(root, { recursive: true }))

interface Options {
  env?: NodeJS.ProcessEnv
  prompts?: Prompts
}

async function run(args: string[], { env = SECRETS_OF_SHELL, prompts }: Options = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await setup(args, {
    ...{ projectRoot: root, cwd: root, env, now: () => Date.UTC(2026, 0, 2) },
    prompts: prompts && (() => prompts),
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const settings = (path = '.dev.vars') => readEnvFile(read(path))
/** Every file, with what is in it. */
const snapshot = () =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  )

/** Answers by a part of the question; all others with what is offered. Secrets are not offered. */
function typing(answers: Record<string, string | boolean>, asked: string[] = []): Prompts {
  const find = (message: string) => Object.entries(answers).find(([part]) => message.includes(part))?.[1]
  const checked = (value: string, check: (value: string) => string | undefined) => {
    const mistake = check(value)
    if (mistake) throw new Error(mistake)
    return value
  }
  const note = (message: string) => {
    asked.push(message)
    const value = find(message)
    if (value === 'Ctrl-C') throw new Canceled()
    return value
  }
  return {
    text: async (message, initial, check) => checked(String(note(message) ?? initial), check),
    secret: async (message, check) => checked(String(note(message) ?? ''), check),
    choose: async (message, _choices, initial) => (note(message) ?? initial) as typeof initial,
    confirm: async (message, initial) => (note(message) ?? initial) as boolean,
  }
}

describe('for machines', () => {
  test('flags, and secrets by the environment, are all that it takes', async () => {
    const { code, out, err } = await run(['--yes', ...FLAGS])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(settings()).toMatchObject({
      ...SECRETS_OF_SHELL,
      LOGIN: 'wechat',
      WECHAT_APPID: 'wx0123456789abcdef',
      ROLE_ARN: `acs:ram::${ACCOUNT}:role/wevod-uploader`,
      VOD_REGION: 'cn-shanghai',
      VOD_CALLBACK_URL: 'https://service.example/vod/events',
    })
    expect(statSync(join(root, '.dev.vars')).mode & 0o777).toBe(0o600)
    expect(read('miniprogram/config.ts')).toContain("serviceUrl: 'https://service.example',\n  vodUrl: undefined,")
    expect(JSON.parse(read('project.config.json'))).toMatchObject({ appid: 'wx0123456789abcdef' })
    // No secret is ever shown.
    const { SESSION_KEY = '', VOD_CALLBACK_KEY = '', ADMIN_SECRET = '', TIMER_SECRET = '' } = settings()
    for (const secret of [
      ...Object.values(SECRETS_OF_SHELL),
      SESSION_KEY,
      VOD_CALLBACK_KEY,
      ADMIN_SECRET,
      TIMER_SECRET,
    ]) {
      expect(secret.length).toBeGreaterThanOrEqual(24)
      expect(out).not.toContain(secret)
    }
  })

  test('what is missing or wrong is told, all of it, and nothing is written', async () => {
    const before = snapshot()
    const { code, err } = await run(['--region', 'cn-hangzhou', '--service-url', 'http://service.example'], { env: {} })
    expect(code).toBe(2)
    for (const flag of ['--appid', '--app-secret', '--role-arn', '--access-key-id', '--region', '--service-url']) {
      expect(err).toContain(flag)
    }
    expect(err).toContain('or the environment variable WECHAT_APP_SECRET')
    expect(err).toContain('must begin with https://')
    expect(snapshot()).toEqual(before)
  })

  test.each([
    [['--appidd', 'x'], "Unknown option '--appidd'. Did you mean --appid?"],
    [['--target', 'worker'], '--target takes workers, node, not "worker". Did you mean workers?'],
    [['--print', 'json'], '--print takes ram, ros, terraform, not "json".'],
    [['--appid'], "'--appid <value>' argument missing"],
    [['wx0123456789abcdef'], '"wx0123456789abcdef" is one word too many'],
    [['--rotate', 'everything'], '--rotate takes session, callback, admin, timer'],
    [['--lang', 'fr'], '--lang takes en, zh'],
    [['--emulator', '--print', 'ram'], '--emulator and --print do not go together'],
    [['--yes', ...FLAGS, '--jwt-issuer', 'x'], '--jwt-issuer does not go with the other answers'],
    [['--yes', ...FLAGS, '--callback-url', 'https://service.example/'], 'must end in /vod/events'],
    [['--print', 'ram'], '--print ram needs the account'],
    [['--yes', ...FLAGS, '--login', 'cloudrun'], '--login (LOGIN) is for --target node alone: cloudrun'],
  ])('%j is refused in one line, with exit code 2', async (args, reason) => {
    const before = snapshot()
    const { code, out, err } = await run(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.replaceAll('\n', ' ')).toMatch(/^error: /)
    expect(err).toContain(reason)
    expect(snapshot()).toEqual(before)
  })

  test('what is there is overwritten with --force alone, and kept', async () => {
    await run(['--yes', ...FLAGS])
    const before = snapshot()
    const changed = ['--yes', ...FLAGS.slice(0, -1), 'https://other.example']
    const { code, err } = await run(changed)
    expect(code).toBe(2)
    expect(err).toContain('.dev.vars, miniprogram/config.ts would be overwritten: --force allows it')
    expect(snapshot()).toEqual(before)
    expect(await run([...changed, '--force'])).toMatchObject({ code: 0 })
    expect(settings().VOD_CALLBACK_URL).toBe('https://other.example/vod/events')
    const [backup = ''] = readdirSync(join(root, '.setup-backups'))
    expect(read(join('.setup-backups', backup, '.dev.vars'))).toBe(before[join(root, '.dev.vars')])
    expect(read(join('.setup-backups', backup, 'config.ts'))).toBe(before[join(root, 'miniprogram/config.ts')])
  })

  test('secrets that there are stay; made anew, the former session and callback keys are still good', async () => {
    await run(['--yes', ...FLAGS])
    writeFileSync(join(root, '.dev.vars'), `${read('.dev.vars')}# mine\nDAILY_UPLOADS=5\n`)
    const first = settings()
    await run(['--yes', '--force', '--region', 'cn-beijing'], { env: { WECHAT_APP_SECRET: '' } })
    expect(settings()).toEqual({ ...first, VOD_REGION: 'cn-beijing' })
    expect(read('.dev.vars')).toContain('# mine\nDAILY_UPLOADS=5\n')
    await run(['--yes', '--force', '--rotate', 'session,callback,admin'], { env: {} })
    const rotated = settings()
    expect(rotated).toMatchObject({
      SESSION_KEY_PREVIOUS: first.SESSION_KEY,
      VOD_CALLBACK_KEY_PREVIOUS: first.VOD_CALLBACK_KEY,
      TIMER_SECRET: first.TIMER_SECRET,
    })
    for (const name of ['SESSION_KEY', 'VOD_CALLBACK_KEY', 'ADMIN_SECRET']) expect(rotated[name]).not.toBe(first[name])
  })

  test('no notifications leave no key of theirs', async () => {
    await run(['--yes', ...FLAGS])
    await run(['--yes', '--force', '--callback-url', 'none'], { env: {} })
    const ofCallback = () => Object.keys(settings()).filter((name) => name.startsWith('VOD_CALLBACK'))
    expect(ofCallback()).toEqual([])
    await run(['--yes', '--force', '--region', 'cn-beijing'], { env: {} })
    expect(ofCallback()).toEqual([])
  })

  test('the same again changes nothing', async () => {
    await run(['--yes', ...FLAGS])
    const before = snapshot()
    expect(await run(['--yes', ...FLAGS])).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing is changed'),
    })
    expect(snapshot()).toEqual(before)
  })

  test.each([
    ['a role of the machine, for Node', [], 'elsewhere'],
    ['Cloud Run', ['--login', 'cloudrun', '--cloudrun-env', 'prod-1'], 'elsewhere'],
    [
      'a login of one’s own',
      ['--login', 'jwt', '--jwt-issuer', 'i', '--jwt-audience', 'a', '--jwt-jwks-url', 'https://backend.example/jwks'],
      'elsewhere',
    ],
  ] as const)('%s', async (_, more, place) => {
    const login = more[1] ?? 'wechat'
    const flags = [
      ...(login === 'jwt' ? [] : ['--appid', 'wx0123456789abcdef']),
      ...(login === 'cloudrun' ? [] : ['--service-url', 'https://service.example']),
    ]
    const database = 'postgres://user:secret@host.example:5432/wevod'
    const args = ['--yes', '--target', 'node', '--role-arn', ACCOUNT, '--database', database, ...flags, ...more]
    const { WECHAT_APP_SECRET } = SECRETS_OF_SHELL
    const { code, out, err } = await run(args, { env: { WECHAT_APP_SECRET } })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).not.toContain('secret@host')
    expect(readSettings(settings('.env'), undefined, place)).not.toHaveProperty('mistakes')
    if (login === 'cloudrun')
      expect(read('miniprogram/config.ts')).toContain("cloudRun: { env: 'prod-1', service: 'wevod' },")
  })
})

describe('at a terminal', () => {
  const ANSWERS = {
    AppID: 'wx0123456789abcdef',
    AppSecret: SECRETS_OF_SHELL.WECHAT_APP_SECRET,
    'RAM role': ACCOUNT,
    'AccessKey id': 'LTAI5tExampleKeyId',
    'AccessKey secret': SECRETS_OF_SHELL.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    'Address of the token service': 'https://service.example',
  }

  test('a question each, and defaults for the rest', async () => {
    const { code, err } = await run([], { env: {}, prompts: typing(ANSWERS) })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(settings()).toMatchObject(SECRETS_OF_SHELL)
  })

  test('asked again it offers what there is, and keeps secrets on Enter', async () => {
    await run([], { env: {}, prompts: typing(ANSWERS) })
    const first = snapshot()
    const asked: string[] = []
    await run([], { env: {}, prompts: typing({}, asked) })
    expect(snapshot()).toEqual(first)
    expect(asked.filter((question) => question.includes('Enter keeps the one there is'))).toHaveLength(3)
    expect(asked.filter((question) => question.startsWith('Overwrite'))).toEqual([])
  })

  test('asks before it overwrites, and a no leaves all as it was', async () => {
    await run([], { env: {}, prompts: typing(ANSWERS) })
    const before = snapshot()
    const no = typing({ 'Region of': 'cn-beijing', 'Overwrite .dev.vars?': false })
    expect(await run([], { env: {}, prompts: no })).toMatchObject({ code: 130 })
    expect(snapshot()).toEqual(before)
  })

  test('Ctrl-C at any question leaves all as it was', async () => {
    const before = snapshot()
    for (const question of ['Where does the token service run', 'AppID', 'AppSecret', 'Address of', 'Write ']) {
      const others = Object.entries(ANSWERS).filter(([part]) => part !== question)
      const prompts = typing({ [question]: 'Ctrl-C', ...Object.fromEntries(others) })
      expect(await run([], { env: {}, prompts })).toMatchObject({ code: 130, err: 'Canceled: nothing is changed.' })
      expect(snapshot()).toEqual(before)
    }
  })

  test('in Chinese where the terminal is', async () => {
    const asked: string[] = []
    const prompts = typing({ 令牌服务运行在哪里: 'Ctrl-C' }, asked)
    expect(await run([], { env: { LANG: 'zh_CN.UTF-8' }, prompts })).toMatchObject({ err: '已取消，没有任何改动。' })
    expect(await run(['--help', '--lang', 'zh'])).toMatchObject({ code: 0, out: expect.stringContaining('用法：') })
  })
})

describe('back to the emulator', () => {
  test('leaves the demo’s files as they were, byte for byte, and the next setup knows the values again', async () => {
    const demo = snapshot()
    await run(['--yes', ...FLAGS])
    const real = settings()
    expect(await run(['--emulator'])).toMatchObject({ code: 2, err: expect.stringContaining('--force') })
    expect(await run(['--emulator', '--yes'])).toMatchObject({ code: 0 })
    for (const path of FILES) expect(read(path)).toBe(demo[join(root, path)])
    expect(readdirSync(root)).not.toContain('.dev.vars')
    expect(await run(['--emulator', '--yes'])).toMatchObject({ code: 0, out: 'It leads to the emulator already.' })
    expect(await run(['--yes'], { env: {} })).toMatchObject({ code: 0, err: '' })
    expect(settings()).toEqual(real)
    expect(read('miniprogram/config.ts')).toContain("serviceUrl: 'https://service.example'")
    expect(readdirSync(root)).not.toContain('.dev.vars.aside')
  })
})

describe('what is written', () => {
  test('is read by wrangler dev: all that the service needs', async () => {
    await run(['--yes', ...FLAGS])
    const { vars, secrets } = readConfigOfWrangler({ config: join(root, 'wrangler.toml') })
    const bindings = getVarsForDev(join(root, 'wrangler.toml'), undefined, vars, undefined, true, secrets)
    const env = Object.fromEntries(Object.entries(bindings).map(([name, { value }]) => [name, value]))
    expect(readSettings(env)).not.toHaveProperty('mistakes')
    expect(env).toMatchObject({ WECHAT_APPID: 'wx0123456789abcdef', SESSION_KEY: settings().SESSION_KEY })
  })

  describe('by Node', () => {
    let bundle: string
    beforeAll(async () => {
      bundle = mkdtempSync(join(tmpdir(), 'wevod-setup-bundle-'))
      await bundleForNode(projectRoot, bundle)
    })
    afterAll(() => rmSync(bundle, { recursive: true }))

    test('starts the service', async () => {
      const database = join(root, 'wevod.sqlite')
      await run(['--yes', '--target', 'node', ...FLAGS, '--database', database])
      const env = { ...settings('.env'), PORT: '0' }
      const service = await startNodeService(join(bundle, 'server.mjs'), { cwd: root, env })
      try {
        expect((await service.call('GET', '/readyz')).status).toBe(200)
        const headers = { authorization: `Bearer ${settings('.env').ADMIN_SECRET}` }
        expect((await service.call('GET', '/admin/orphans', undefined, headers)).status).toBe(200)
        expect((await service.call('POST', '/credentials')).json).toMatchObject({ code: 'session_missing' })
      } finally {
        service.child.kill('SIGTERM')
        await service.ended
      }
    })
  })
})

test('a file with secrets that git would commit is told of', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd: root })
  cpSync(join(projectRoot, '.gitignore'), join(root, '.gitignore'))
  expect((await run(['--yes', ...FLAGS])).out).not.toContain('Take care')
  const elsewhere = ['--env-file', 'production.settings', '--force']
  expect((await run(['--yes', ...FLAGS, ...elsewhere])).out).toContain('git does not ignore production.settings')
})

test('git ignores every file with secrets that setup leaves', () => {
  const names = ['.dev.vars', '.dev.vars.aside', '.env', '.env.aside', '.setup-backups/x/.env', 'dist/.dev.vars']
  const ignored = execFileSync('git', ['check-ignore', ...names], { cwd: projectRoot, encoding: 'utf8' })
  expect(ignored.trim().split('\n')).toEqual(names)
})

test('every mistake that is told in Chinese is one that there is', () => {
  const files = [
    'server/settings/schema.ts',
    'server/settings/fields.ts',
    'scripts/setup/check-value.ts',
    'scripts/setup/env-file.ts',
  ]
  const sources = files.map((path) => readFileSync(join(projectRoot, path), 'utf8')).join('\n')
  expect(KNOWN_MISTAKES.filter((mistake) => !sources.includes(mistake))).toEqual([])
})

test('without a terminal npm run setup hangs on nothing, and says what is missing', async () => {
  const none = { WECHAT_APP_SECRET: '', ALIBABA_CLOUD_ACCESS_KEY_ID: '', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }
  const { code, stdout, stderr } = await spawnScript('setup', ['--env-file', join(root, 'new.env')], none).ended
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('--appid is missing: AppID of the mini program')
  expect(readdirSync(root)).not.toContain('new.env')
})
