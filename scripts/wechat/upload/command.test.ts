import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projectRoot } from '../../project-root'
import { withAppId } from '../../setup/app-id'
import { CONFIG_FILE, quoted, withConfig } from '../../setup/mini-program-config'
import type { CiTool } from './ci-tool'
import { type UploadContext, uploadToWechat } from './command'

// WeChat's servers cannot be had here: a stand-in is in the place of their CI tool, called as its documentation says.

const APPID = 'wx0123456789abcdef'
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs1',
  format: 'pem',
}) as string

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wevod-upload-'))
  mkdirSync(join(root, 'miniprogram'))
  for (const path of [CONFIG_FILE, 'project.config.json', 'package.json'])
    cpSync(join(projectRoot, path), join(root, path))
  writeFileSync(join(root, `private.${APPID}.key`), KEY)
})
afterEach(() => rmSync(root, { recursive: true }))

const change = (path: string, to: (text: string) => string) =>
  writeFileSync(join(root, path), to(readFileSync(join(root, path), 'utf8')))

/** What npm run setup leaves. */
function setUp({
  serviceUrl = 'https://service.example',
  appId = APPID,
  cloudRun = undefined as string | undefined,
} = {}) {
  change(CONFIG_FILE, (text) => withConfig(text, { serviceUrl: quoted(serviceUrl), vodUrl: 'undefined', cloudRun }))
  change('project.config.json', (text) => withAppId(text, appId))
}

async function run(args: string[], { fails, ...more }: Partial<UploadContext> & { fails?: Error } = {}) {
  const out: string[] = []
  const err: string[] = []
  const calls: Record<string, unknown>[] = []
  const note = (verb: string) => async (options: { project: object }) => {
    calls.push({ verb, ...options, project: { ...options.project } })
    if (fails) throw fails
    return { subPackageInfo: [{ name: '__FULL__', size: 204_800 }] }
  }
  class Project {
    constructor(options: object) {
      Object.assign(this, options)
    }
  }
  const ci = { Project, preview: note('preview'), upload: note('upload') } as unknown as CiTool
  const code = await uploadToWechat(args, {
    ...{ projectRoot: root, cwd: root, env: {}, loadCi: async () => ci },
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    ...more,
  })
  const text = { out: out.join('\n'), err: err.join('\n') }
  for (const line of KEY.split('\n').slice(1, -2)) expect(text.out + text.err).not.toContain(line)
  return { code, calls, ...text }
}

const KEY_FILE = ['--key', `private.${APPID}.key`]

test('a preview prints its code in the terminal, and how large the package is', async () => {
  setUp()
  const { code, calls, out } = await run(['preview', ...KEY_FILE])
  expect(code).toBe(0)
  expect(calls).toMatchObject([
    {
      ...{ verb: 'preview', qrcodeFormat: 'terminal', robot: 1, setting: { useProjectConfig: true } },
      project: { appid: APPID, type: 'miniProgram', projectPath: root, privateKey: KEY },
    },
  ])
  expect(out).toContain('__FULL__  200.0 KiB')
  expect(out).toContain('Scan the code with WeChat')
})

test('a release has a version, a description and a robot; settings and backups are no part of it', async () => {
  setUp()
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  expect((await run(['release', ...KEY_FILE])).calls).toMatchObject([
    { verb: 'upload', version, desc: `wevod ${version}` },
  ])
  const more = ['--version', '2.0.0-rc.1', '--desc', 'try', '--robot', '30']
  const [call] = (await run(['release', ...KEY_FILE, ...more])).calls
  expect(call).toMatchObject({ verb: 'upload', version: '2.0.0-rc.1', desc: 'try', robot: 30 })
  expect(call?.project).toMatchObject({
    ignores: expect.arrayContaining(['.dev.vars*', '.env*', '.setup-backups/**/*']),
  })
})

test('the key comes by a path or, for CI, as text', async () => {
  setUp()
  const keyOf = async (WECHAT_UPLOAD_KEY: string) => {
    const { calls, err } = await run(['preview'], { env: { WECHAT_UPLOAD_KEY } })
    expect(err).toBe('')
    return (calls[0]?.project as { privateKey?: string } | undefined)?.privateKey
  }
  expect(await keyOf(join(root, `private.${APPID}.key`))).toBe(KEY)
  expect(await keyOf(KEY)).toBe(KEY)
  expect(await keyOf(KEY.replaceAll('\n', '\\n'))).toBe(KEY)
})

test('the AppID of the settings stands in for the tourist’s', async () => {
  setUp({ appId: 'touristappid' })
  expect(await run(['preview', ...KEY_FILE])).toMatchObject({
    ...{ code: 1, calls: [] },
    err: expect.stringContaining('has the tourist’s AppID, which uploads nothing: npm run setup sets yours'),
  })
  writeFileSync(join(root, '.dev.vars'), `WECHAT_APPID=${APPID}\n`)
  expect((await run(['preview', ...KEY_FILE])).calls).toMatchObject([{ project: { appid: APPID } }])
})

test('with the emulator’s addresses a preview warns, and nothing is released', async () => {
  change('project.config.json', (text) => withAppId(text, APPID))
  const { code, out } = await run(['preview', ...KEY_FILE])
  expect(code).toBe(0)
  expect(out).toContain('Take care: serviceUrl and vodUrl of miniprogram/config.ts lead to this machine’s emulator')
  expect(await run(['release', ...KEY_FILE])).toMatchObject({
    ...{ code: 1, calls: [] },
    err: expect.stringContaining('lead to this machine’s emulator: npm run setup sets the real ones'),
  })
  setUp({ serviceUrl: 'http://service.example' })
  expect(await run(['release', ...KEY_FILE])).toMatchObject({
    code: 1,
    err: expect.stringContaining('is no https:// address'),
  })
  setUp({ serviceUrl: '', cloudRun: "{ env: 'prod-1', service: 'wevod' }" })
  expect(await run(['release', ...KEY_FILE])).toMatchObject({ code: 0 })
})

test('a key that cannot be the right one is told before anything is sent', async () => {
  setUp()
  const other = 'private.wxffffffffffffffff.key'
  writeFileSync(join(root, other), KEY)
  writeFileSync(join(root, 'broken.key'), KEY.slice(0, 200))
  writeFileSync(
    join(root, 'ec.key'),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }),
  )
  for (const [args, reason] of [
    [[], 'no key: --key private.wx….key, or WECHAT_UPLOAD_KEY'],
    [['--key', 'none.key'], `there is no ${join(root, 'none.key')}`],
    [['--key', other], `${other} is the key of wxffffffffffffffff, by its name, and the mini program is ${APPID}`],
    [['--key', 'broken.key'], 'broken.key is no key for uploads'],
    [['--key', 'ec.key'], 'ec.key is no key for uploads'],
    [['--key', 'package.json'], 'package.json is no key for uploads'],
  ] as const) {
    expect(await run(['release', ...args])).toMatchObject({ code: 1, calls: [], err: expect.stringContaining(reason) })
  }
})

const failure = (message: string, code = 20_003) => Object.assign(new Error(message), { code })
const ofServer = (errCode: number, errMsg: string) => failure(`Error: ${JSON.stringify({ errCode, errMsg })}`)

test.each([
  [
    'an address that is not allowed',
    ofServer(
      -10_008,
      'invalid ip: 203.0.113.7, reference: https://developers.weixin.qq.com/miniprogram/dev/devtools/ci.html',
    ),
    'this machine’s address 203.0.113.7 is not in the allow list',
  ],
  ['one of IPv6', ofServer(-10_008, 'invalid ip 2001:db8::7'), 'this machine’s address 2001:db8::7 is not in'],
  ['another’s key', ofServer(-10_003, 'invalid signature'), `WeChat does not take the key for ${APPID}`],
  ['a key that signs nothing', failure('generate local signature fail', 20_002), 'does not take the key'],
  [
    'a package that is too large',
    ofServer(-80_051, 'source size 3246KB exceed max limit 2MB'),
    'too large for WeChat (2 MB)',
  ],
  [
    'an AppID that is none',
    ofServer(40_013, 'invalid appid hint'),
    `does not take the AppID ${APPID}: invalid appid hint [40013]`,
  ],
  [
    'no network',
    failure('Error: getaddrinfo ENOTFOUND servicewechat.com', 20_001),
    'servicewechat.com) cannot be reached',
  ],
  [
    'what the compiler refuses',
    failure('app.json: pages[0] not found', 10_009),
    'compiler refuses the mini program (10009)',
  ],
  ['anything else, as it came', ofServer(-1, 'system error'), 'WeChat’s tool fails (20003): system error [-1]'],
])('explains %s', async (_, fails, reason) => {
  setUp()
  const { code, err } = await run(['release', ...KEY_FILE], { fails })
  expect(code).toBe(1)
  expect(err).toContain(reason)
  expect(err).toMatch(/^error: [^\n]+$/)
})

test.each([
  [[], 'What for? npm run upload:wechat -- preview|release'],
  [['prevew'], 'Did you mean preview?'],
  [['preview', 'release'], '"release" is one word too many'],
  [['preview', '--robot', '31'], '--robot takes 1 to 30.'],
  [['release', '--version', 'one two'], '--version takes letters'],
  [['release', '--kee', 'x'], "Unknown option '--kee'. Did you mean --key?"],
])('%j is refused in one line, with exit code 2', async (args, reason) => {
  const { code, out, err } = await run(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^error: [^\n]+$/)
  expect(err).toContain(reason)
})

test('tells where the tool itself cannot be had', async () => {
  setUp()
  const loadCi = () => Promise.reject(new Error('Command failed: npm install'))
  expect(await run(['preview', ...KEY_FILE], { loadCi })).toMatchObject({
    ...{ code: 1, err: 'error: WeChat’s tool cannot be had: Command failed: npm install' },
  })
})

test('in Chinese where it is asked for', async () => {
  expect(await run(['--help', '--lang', 'zh'])).toMatchObject({ code: 0, out: expect.stringContaining('用法：') })
  setUp()
  const fails = ofServer(-10_008, 'invalid ip: 203.0.113.7')
  expect(await run(['release', ...KEY_FILE, '--lang', 'zh'], { fails })).toMatchObject({
    err: expect.stringContaining('本机 IP 203.0.113.7 不在白名单中'),
  })
})
