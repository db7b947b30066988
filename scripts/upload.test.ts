import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { spawnScript } from './test-support/run'
import { freePorts, type Stack, startStack } from './test-support/stack'

const MiB = 1024 * 1024

let stack: Stack
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-upload-'))
  await writeFile(join(folder, 'empty.mp4'), '')
  await writeFile(join(folder, 'notes.txt'), 'not a video')
  await writeFile(join(folder, 'small.mp4'), randomBytes(1000))
  // With an extension, since a name without one is refused first.
  await mkdir(join(folder, 'folder.mp4'))
  stack = await startStack()
})
beforeEach(() => stack.control('POST', '/reset'))
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true })
})

const upload = (args: string[], env: Record<string, string> = {}) =>
  spawnScript('upload', args, { ...stack.env, INIT_CWD: folder, ...env })

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? ''

describe('npm run upload', () => {
  it('takes a video from a login code to the bucket and proves that it arrived', async () => {
    const path = join(folder, '海边 1.MP4')
    const content = randomBytes(3 * MiB + 5)
    await writeFile(path, content)
    const { code, stdout, stderr } = await upload([path, '--title', 'My "first" video']).ended
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^海边 1\.MP4 {3}0 %.*\n(.*\n)*.* 100 %/),
    })
    const { videoId, size, seconds } = JSON.parse(lastLine(stdout)) as Record<string, unknown>
    expect(size).toBe(content.length)
    expect(seconds).toEqual(expect.any(Number))
    const calls = (await stack.control('GET', '/calls')) as Record<string, number>
    expect(calls).toEqual({
      jscode2session: 1,
      AssumeRole: 1,
      CreateUploadVideo: 1,
      // The service makes sure that the video is this user's to register.
      GetVideoInfo: 1,
      InitiateMultipartUpload: 1,
      // As many as the link rewards.
      UploadPart: expect.any(Number),
      CompleteMultipartUpload: 1,
    })
    expect(calls.UploadPart).toBeGreaterThanOrEqual(4)
    expect(await stack.control('GET', `/videos/${videoId}`)).toEqual({
      videoId,
      title: 'My "first" video',
      status: 'Normal',
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      crc64: expect.stringMatching(/^\d+$/),
      parts: calls.UploadPart,
      owner: expect.stringMatching(/^o[\w-]{27}$/),
    })
  })

  it('prints its usage for --help', async () => {
    const { code, stdout } = await upload(['--help']).ended
    expect(code).toBe(0)
    expect(stdout).toMatch(/usage: npm run upload -- FILE/)
  })

  it.each([
    ['no file', [], /^error: Which file\?/],
    ['two files', ['small.mp4', 'empty.mp4'], /^error: One file at a time: .*empty\.mp4/],
    ['an unknown option', ['--titel', 'x', 'small.mp4'], /^error: Unknown option '--titel'/],
    ['a file that is not there', ['missing.mp4'], /^error: There is no file .*missing\.mp4\. \[file_missing\]$/],
    ['an empty file', ['empty.mp4'], /^error: The file is empty\. \[file_empty\]$/],
    ['a folder', ['folder.mp4'], /^error: .* is a folder\. \[file_unreadable\]$/],
    ['a format that VOD refuses', ['notes.txt'], /^error: VOD refused .* InvalidFileName\.Extension .* \[vod_refused/],
    [
      'a title that is too long',
      ['small.mp4', '--title', 't'.repeat(129)],
      /^error: A title has 1 to 128 .* \[title_invalid\]$/,
    ],
    [
      'a title that VOD refuses',
      ['small.mp4', '--title', '🎬'],
      /^error: VOD refused .* IllegalCharacters .* \[vod_refused/,
    ],
  ])('refuses %s with one line and exit code 1', async (_, args, message) => {
    const { code, stdout, stderr } = await upload(args).ended
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)])
    expect(await stack.control('GET', '/videos')).toEqual([])
  })

  it('says so when the service or the cloud is down', async () => {
    const [port] = await freePorts(1)
    const small = join(folder, 'small.mp4')
    for (const [variable, place] of [
      ['SERVICE_PORT', 'No credentials for the upload: '],
      ['EMULATOR_PORT', ''],
    ] as const) {
      const { code, stderr } = await upload([small], { [variable]: String(port) }).ended
      expect(code).toBe(1)
      expect(stderr).toBe(
        `error: ${place}http://127.0.0.1:${port} cannot be reached (nothing listens there). ` +
          'Is the stack running? Start it with: npm start [network_failed]\n',
      )
    }
  })

  it("passes on the service's code and request id", async () => {
    // Three codes are tried for a login.
    await stack.control('POST', '/faults', [
      { operation: 'jscode2session', times: 3, fault: { type: 'error', status: 400, code: '40163' } },
    ])
    const { code, stderr } = await upload([join(folder, 'small.mp4')]).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: No credentials .* used before.* \[code_used, request [0-9a-f-]{36}\]\n$/)
  })

  it('leaves nothing half-written when OSS fails in the middle', async () => {
    const path = join(folder, 'medium.mp4')
    await writeFile(path, randomBytes(8 * MiB))
    await stack.control('POST', '/faults', [
      { operation: 'UploadPart', skip: 4, fault: { type: 'error', status: 403, code: 'AccessDenied' } },
    ])
    const { code, stdout, stderr } = await upload([path]).ended
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(lastLine(stderr)).toMatch(/^error: OSS refused UploadPart: AccessDenied .* \[oss_refused, request \w+\]$/)
    expect(await stack.control('GET', '/videos')).toEqual([
      expect.objectContaining({ status: 'Uploading', size: null, parts: 0 }),
    ])
    expect(await stack.control('GET', '/calls')).toMatchObject({ AbortMultipartUpload: 1 })
  })

  it('cancels on Ctrl-C', async () => {
    await stack.control('POST', '/faults', [
      { operation: 'UploadPart', times: 'always', fault: { type: 'delay', ms: 600_000 } },
    ])
    const running = upload([join(folder, 'small.mp4')])
    // Its first line says that the upload has begun.
    await new Promise((resolve) => running.child.stderr.once('data', resolve))
    running.child.kill('SIGINT')
    const { code, stderr } = await running.ended
    expect(code).toBe(130)
    expect(lastLine(stderr)).toBe('error: The upload was canceled. [canceled]')
    expect(await stack.control('GET', '/calls')).toMatchObject({ AbortMultipartUpload: 1 })
  })
})
