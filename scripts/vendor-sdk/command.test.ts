import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { spawnScript } from '../test-support/run'
import { vendorSdk } from './command'
import { placedSdk, SDK_FILE } from './placed-sdk'

// Its package of 1.0.3 is not here, so that another takes its part.
vi.mock('./sdk-version', async (original) => {
  const module = await original<typeof import('./sdk-version')>()
  return { ...module, DOCUMENTED_MD5: { version: '1.0.3', md5: createHash('md5').update(sdk('1.0.3')).digest('hex') } }
})

/** Says what the SDK says, and does nothing. */
function sdk(version: string): string {
  return `module.exports=function(o){this.i={version:"${version}"};o.onUploadstarted()};module.exports.prototype.setSTSToken=function(){wx.uploadFile()}`
}

let folder: string
let projectRoot: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-vendor-sdk-'))
  projectRoot = join(folder, 'project')
  await mkdir(join(projectRoot, 'miniprogram'), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function run(...args: string[]) {
  const lines: string[] = []
  const errors: string[] = []
  const code = await vendorSdk(args, {
    projectRoot,
    cwd: folder,
    out: (line) => lines.push(line),
    err: (line) => errors.push(line),
  })
  return { code, lines, text: lines.join('\n'), error: errors.join('\n') }
}

/** Writes a file or, from an object, a zip, and runs the command with it. */
async function place(name: string, content: string | Buffer | Zippable) {
  const isZip = typeof content === 'object' && !Buffer.isBuffer(content)
  await writeFile(join(folder, name), isZip ? zipSync(content) : content)
  return run(name)
}

/** That much came of it: one line, and nothing is placed. */
function expectRefused({ code, lines, error }: Awaited<ReturnType<typeof run>>, reason: string | RegExp): void {
  expect({ code, lines }).toEqual({ code: 1, lines: [] })
  expect(error).toMatch(/^error: [^\n]+$/)
  expect(error).toMatch(reason)
  expect(placedSdk(projectRoot)).toBeUndefined()
}

describe('placing', () => {
  it('takes the .js file, and says what it is, where it went and what comes next', async () => {
    const { code, lines } = await place('aliyun-upload-sdk-1.0.1.min.js', sdk('1.0.1'))
    expect(code).toBe(0)
    expect(lines).toEqual([
      "Alibaba's upload SDK, version 1.0.1, which this project knows.",
      'Its MD5 cannot be compared: Alibaba documents one for 1.0.3 only.',
      'Placed as miniprogram/vendor-sdk/aliyun-upload-sdk.js. Git ignores it: never commit it.',
      "Next: set engine: 'vendor' in miniprogram/config.ts.",
    ])
    expect(await readFile(join(projectRoot, SDK_FILE), 'utf8')).toContain(sdk('1.0.1'))
    expect(placedSdk(projectRoot)).toEqual({ version: '1.0.1' })
    expect(await readdir(join(projectRoot, 'miniprogram/vendor-sdk'))).toEqual(['aliyun-upload-sdk.js'])
  })

  it('takes the zip, wherever in it the SDK lies', async () => {
    const { code, text } = await place('package.zip', {
      '1.0.3/demo/app.js': strToU8('App({})'),
      '1.0.3/lib/aliyun-upload-sdk-1.0.3.min.js': strToU8(sdk('1.0.3')),
      '__MACOSX/lib/._aliyun-upload-sdk-1.0.3.min.js': strToU8('nothing'),
    })
    expect(code).toBe(0)
    expect(text).toContain('version 1.0.3, which this project knows.')
    expect(text).not.toContain('SDKs in it')
    expect(placedSdk(projectRoot)).toEqual({ version: '1.0.3' })
  })

  it('takes the newest of several that are for mini programs', async () => {
    const { text } = await place('demo.zip', {
      'a/aliyun-upload-sdk-1.0.1.min.js': strToU8(sdk('1.0.1')),
      'b\\aliyun-upload-sdk-1.0.10.min.js': strToU8(sdk('1.0.10')),
      'c/aliyun-upload-sdk-1.5.7.min.js': strToU8('exports.a={setSTSToken:1,onUploadstarted:2}'),
    })
    expect(text).toContain('demo.zip has 2 SDKs in it; this is the newest: b\\aliyun-upload-sdk-1.0.10.min.js\n')
    expect(text).toContain('version 1.0.10, which this project does not know: it knows 1.0.1 and 1.0.3.')
  })

  it('replaces the one before', async () => {
    await place('a.js', sdk('1.0.1'))
    const { text } = await place('b.js', sdk('1.0.3'))
    expect(text).toContain('aliyun-upload-sdk.js, instead of version 1.0.1. Git')
    expect(placedSdk(projectRoot)).toEqual({ version: '1.0.3' })
  })

  it.each([
    [
      'the code',
      'aliyun-upload-sdk-1.0.3.min.js',
      '1.0.1',
      /1\.0\.1 by its code, although its name says 1\.0\.3, which/,
    ],
    ['the name', 'aliyun-upload-sdk-1.0.3.min.js', 'none', /version 1\.0\.3, which/],
    [
      'nothing',
      'sdk.js',
      'none',
      /unknown version: neither code nor name tells\. This project knows 1\.0\.1 and 1\.0\.3\./,
    ],
    ['a library in it, which does not count', 'sdk.js', '4.1.1",lib:{version:"1.0.1"},v:"', /version 1\.0\.1, which/],
  ])('knows the version by %s', async (_what, name, version, said) => {
    expect((await place(name, sdk(version))).text).toMatch(said)
  })
})

describe('the MD5', () => {
  const entry = { 'aliyun-upload-sdk-1.0.3.min.js': strToU8(sdk('1.0.3')) }

  it('of another zip is said, and the zip taken', async () => {
    const { code, text } = await place('x.zip', entry)
    const md5 = createHash('md5')
      .update(await readFile(join(folder, 'x.zip')))
      .digest('hex')
    expect(code).toBe(0)
    expect(text).toMatch(
      new RegExp(`^Take care: the MD5 of x.zip is ${md5}, not [0-9a-f]{32} as Alibaba documents for 1.0.3\\.$`, 'm'),
    )
  })

  it('of the documented file is said', async () => {
    expect((await place('x.js', sdk('1.0.3'))).text).toContain(
      'The MD5 of x.js is the one that Alibaba documents for 1.0.3.',
    )
  })

  it('of a lone .js file cannot be compared', async () => {
    const { text } = await place('x.js', `${sdk('1.0.3')}\n`)
    expect(text).toContain('Its MD5 cannot be compared: what Alibaba documents for 1.0.3 is that of the zip.')
  })
})

describe('refusing', () => {
  it.each([
    ['an HTML page', 'x.js', '<!doctype html>', 'x.js is a web page, and not JavaScript'],
    ['another text', 'x.js', 'Dear customer, ', /x\.js is not JavaScript \(line 1: /],
    ['an empty file', 'x.js', '', 'but not Alibaba\'s "upload SDK for WeChat mini programs, 1.0.3"'],
    ['other JavaScript', 'x.js', 'wx.request({})', 'but not Alibaba\'s "upload SDK for WeChat mini programs, 1.0.3"'],
    [
      'the SDK for browsers',
      'aliyun-upload-sdk-1.5.7.min.js',
      'exports.a={setSTSToken:1,onUploadstarted:2}',
      /another of Alibaba's SDKs, not for mini programs: what is needed is the "upload SDK for WeChat mini programs, 1\.0\.3"/,
    ],
    ['an SDK in several files', 'x.js', `import a from './a'\n${sdk('1.0.3')}`, 'x.js imports "./a"'],
    ['a text for a zip', 'x.zip', 'PIzza', 'x.zip is not a zip'],
    [
      'a zip without it',
      'x.zip',
      { 'lib/other.min.js': strToU8(sdk('1.0.3')) },
      'x.zip has no aliyun-upload-sdk-*.min.js',
    ],
    ['an empty zip', 'x.zip', {}, 'x.zip has no aliyun-upload-sdk-*.min.js'],
    [
      'a zip with that for browsers',
      'x.zip',
      { 'a/aliyun-upload-sdk-1.5.7.min.js': strToU8('exports.a={setSTSToken:1,onUploadstarted:2}') },
      "a/aliyun-upload-sdk-1.5.7.min.js in x.zip is another of Alibaba's SDKs",
    ],
    ['a huge file', 'x.js', Buffer.alloc(6 * 1024 * 1024, ' '), 'x.js is too large'],
    [
      'a zip bomb',
      'x.zip',
      { 'aliyun-upload-sdk-1.0.3.min.js': new Uint8Array(6 * 1024 * 1024) },
      'aliyun-upload-sdk-1.0.3.min.js in x.zip is too large',
    ],
  ] as [string, string, string | Buffer | Zippable, string | RegExp][])('%s', async (_what, name, content, reason) => {
    expectRefused(await place(name, content), reason)
  })

  it('what it has made itself', async () => {
    await place('a.js', sdk('1.0.1'))
    await rm(join(folder, 'a.js'))
    const { code, error } = await run(join(projectRoot, SDK_FILE))
    expect({ code, error }).toEqual({ code: 1, error: expect.stringContaining('name the file that you downloaded') })
  })

  it('a file that is not there, and a folder', async () => {
    expectRefused(await run('no.zip'), `No such file: ${join(folder, 'no.zip')}`)
    expectRefused(await run('.'), `${folder} is a folder: name the .zip`)
  })

  it('a file beyond all bounds, without reading it', async () => {
    await writeFile(join(folder, 'x.zip'), 'PK')
    await truncate(join(folder, 'x.zip'), 4_000_000_000)
    expectRefused(await run('x.zip'), 'x.zip is too large')
  })

  it('zips that are encrypted, broken off, or not what they claim', async () => {
    const whole = Buffer.from(zipSync({ 'aliyun-upload-sdk-1.0.3.min.js': strToU8(sdk('1.0.3')) }))
    const directory = whole.lastIndexOf('PK\x01\x02')
    const changed = (change: (zip: Buffer) => void) => {
      const zip = Buffer.from(whole)
      change(zip)
      return zip
    }
    expectRefused(
      await place(
        'x.zip',
        changed((zip) => zip.writeUInt16LE(1, directory + 8)),
      ),
      'x.zip is encrypted',
    )
    for (const zip of [
      whole.subarray(0, 100),
      whole.subarray(100),
      changed((zip) => zip.writeUInt8((zip[80] ?? 0) ^ 1, 80)),
      changed((zip) => zip.writeUInt32LE(1, directory + 16)),
      changed((zip) => zip.writeUInt32LE(10, directory + 24)),
      changed((zip) => zip.writeUInt32LE(10_000, directory + 24)),
      changed((zip) => zip.writeUInt32LE(0x7fff_ffff, directory + 42)),
    ]) {
      expectRefused(await place('x.zip', zip), /x\.zip is (damaged|not a zip)/)
    }
  })

  it('a newest SDK that is damaged, rather than to take an older one unasked', async () => {
    const zip = Buffer.from(
      zipSync({
        'aliyun-upload-sdk-1.0.1.min.js': strToU8(sdk('1.0.1')),
        'aliyun-upload-sdk-1.0.3.min.js': strToU8(sdk('1.0.3')),
      }),
    )
    zip.writeUInt32LE(1, zip.lastIndexOf('PK\x01\x02') + 16)
    expectRefused(await place('x.zip', zip), 'x.zip is damaged')
  })

  it('to write where it cannot, and leaves what was there', async () => {
    await writeFile(join(projectRoot, 'miniprogram/vendor-sdk'), 'a file')
    expectRefused(await place('x.js', sdk('1.0.3')), 'cannot be written: a file is where its folder should be.')
    await rm(join(projectRoot, 'miniprogram/vendor-sdk'))
    await mkdir(join(projectRoot, SDK_FILE), { recursive: true })
    expectRefused(await place('x.js', sdk('1.0.3')), 'cannot be written: a folder is in its place.')
    expectRefused(await run('--remove'), 'cannot be removed: a folder is in its place.')
    expect(await readdir(join(projectRoot, 'miniprogram/vendor-sdk'))).toEqual(['aliyun-upload-sdk.js'])
  })
})

it('npm run vendor-sdk removes it, and says so, and whether there was any', async () => {
  await place('x.js', sdk('1.0.3'))
  expect(await run('--remove')).toMatchObject({ code: 0, text: `${SDK_FILE} is removed.` })
  expect(await readdir(join(projectRoot, 'miniprogram'))).toEqual([])
  expect(await run('--remove')).toMatchObject({ code: 0, text: `Nothing is at ${SDK_FILE}.` })
})

it('npm run vendor-sdk without arguments prints its usage, and what is placed', async () => {
  expect(await run()).toMatchObject({
    code: 1,
    error: expect.stringMatching(/usage: (.|\n)*Placed at present: none\.$/),
  })
  await place('x.js', sdk('1.0.3'))
  expect((await run()).error).toMatch(/Placed at present: version 1\.0\.3\.$/)
  expect(await run('--help')).toMatchObject({ code: 0, text: expect.stringContaining('usage: ') })
})

it.each([
  [['a.js', 'b.js'], 'in quotes if it has spaces: "b.js" is one too many'],
  [['--remove', 'a.js'], '--remove takes no PATH'],
  [['--nonsense'], "Unknown option '--nonsense'"],
])('npm run vendor-sdk refuses the arguments %j', async (args, reason) => {
  expectRefused(await run(...args), reason)
})

it('npm run vendor-sdk is a script of package.json, and takes paths from where the user stands', async () => {
  const { code, stderr } = await spawnScript('vendor-sdk', ['no.js'], { INIT_CWD: folder }).ended
  expect({ code, stderr }).toEqual({ code: 1, stderr: `error: No such file: ${join(folder, 'no.js')}\n` })
})
