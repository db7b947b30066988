import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { vodBucketRules } from '../../emulator/oss/cors-rules'
import { canLaunchChromium, launchChromium } from '../../preview/test-support/chromium'
import { freePorts } from '../../scripts/test-support/stack'
import { startWebStack, type WebStack } from './stack'

// The example as it runs by `npm run example:web`: Chromium checks CORS between the page, the service, VOD and the bucket.

const SIZE = 8 * 1024 * 1024
/** A call that OSS has and does not answer. */
const HELD = { type: 'delay', ms: 600_000 } as const

let stack: WebStack
let browser: Browser
let folder: string
let file: string
let page: Page
/** Bytes of parts that have gone out since it was emptied. */
let sentBytes: number[]
let complaints: string[]

const calls = (operation: string) => stack.emulator.cloud.calls.get(operation) ?? 0
const row = () => page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')
const button = (name: string) => row().getByRole('button', { name, exact: true })
/** What the row of the one upload says: `uploading, 40 %`. */
const says = () => row().locator('small').innerText()
const percent = async () => Number(/(\d+) %/.exec(await says())?.[1])
const expectSaid = (text: string) => expect.poll(says).toContain(text)

async function open(user = 'alice', more = ''): Promise<void> {
  page = await (await browser.newContext()).newPage()
  // Machines are shared; a limit only ends what hangs.
  page.setDefaultTimeout(60_000)
  sentBytes = []
  complaints = []
  page.on('requestfinished', async (request) => {
    if (request.method() === 'PUT' && request.url().includes('partNumber')) {
      sentBytes.push((request.postDataBuffer() ?? Buffer.alloc(0)).length)
    }
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${stack.url}/?user=${user}${more}`)
  await page.getByText(`Logged in as ${user}`).waitFor()
}

const pick = () => page.getByLabel('Choose videos').setInputFiles(file)

async function expectStored(): Promise<void> {
  const [video, ...others] = stack.emulator.cloud.videos.all()
  expect(others).toEqual([])
  expect(await stack.emulator.cloud.objects.describe(video?.bucket ?? '', video?.key ?? '')).toMatchObject({
    size: SIZE,
    sha256: createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  })
}

describe.runIf(canLaunchChromium())('the web example', () => {
  beforeAll(async () => {
    const [web = 0, service = 0, emulator = 0] = await freePorts(3)
    folder = await mkdtemp(join(tmpdir(), 'wevod-example-'))
    file = join(folder, 'clip.mp4')
    await writeFile(file, randomBytes(SIZE))
    ;[stack, browser] = await Promise.all([startWebStack({ web, service, emulator }), launchChromium()])
  })
  beforeEach(() => stack.emulator.cloud.reset())
  afterEach(() => page.context().close())
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
    await rm(folder, { recursive: true })
  })

  it.each([
    ['an STS token', '', 'carol'],
    ['what the service has made', '&method=credential', 'dave'],
  ])('uploads a file and lists it, with %s', async (_, query, user) => {
    await open(user, query)
    await pick()
    await expectSaid('success, 100 %')
    await page.getByRole('list', { name: 'My videos' }).getByText(`clip, ${SIZE} bytes`).waitFor()
    await expectStored()
    expect(calls('OptionObject')).toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })

  it('goes on after the page was loaded anew and the file picked again, and sends no part that has arrived', async () => {
    // Of the parts that follow none is acknowledged: the page is closed in the middle of them.
    stack.emulator.cloud.faults.add({ operation: 'UploadPart', skip: 4, times: 'always', fault: HELD })
    await open('erin')
    await pick()
    await expect.poll(() => calls('UploadPart')).toBeGreaterThan(6)
    await expect.poll(percent).toBeGreaterThan(0)
    const before = await percent()
    await page.reload()
    await expectSaid('[file_missing]')
    stack.emulator.cloud.faults.clear()
    const started = calls('CreateUploadVideo')
    sentBytes = []
    await page.getByLabel('Choose clip.mp4 again').setInputFiles(file)
    await expectSaid('success, 100 %')
    await expectStored()
    const sent = sentBytes.reduce((sum, bytes) => sum + bytes, 0)
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThanOrEqual(SIZE * (1 - before / 100) + 1024 * 1024)
    expect([started, calls('CreateUploadVideo'), calls('ListParts')]).toEqual([1, 1, expect.any(Number)])
    expect(calls('ListParts')).toBeGreaterThan(0)
  })

  it('takes no other file for the one that it has lost', async () => {
    stack.emulator.cloud.faults.add({ operation: 'UploadPart', skip: 2, times: 'always', fault: HELD })
    await open('frank')
    await pick()
    await expect.poll(() => calls('UploadPart')).toBeGreaterThan(2)
    await page.reload()
    await expectSaid('[file_missing]')
    const other = join(folder, 'other.mp4')
    await writeFile(other, randomBytes(SIZE))
    await page.getByLabel('Choose clip.mp4 again').setInputFiles(other)
    await expectSaid('other.mp4 is another file.')
    stack.emulator.cloud.faults.clear()
    await page.getByLabel('Choose clip.mp4 again').setInputFiles(file)
    await expectSaid('success, 100 %')
    await expectStored()
  })

  it('pauses, goes on, and drops the parts when it is canceled', async () => {
    stack.emulator.cloud.faults.add({ operation: 'UploadPart', skip: 4, times: 'always', fault: HELD })
    await open('grace')
    await pick()
    await expect.poll(() => calls('UploadPart')).toBeGreaterThan(4)
    await button('Pause').click()
    await expectSaid('paused by user')
    const arrived = await percent()
    await button('Resume').click()
    await expectSaid('uploading')
    expect(await percent()).toBeGreaterThanOrEqual(arrived)
    await button('Cancel').click()
    await row().waitFor({ state: 'detached' })
    await expect.poll(() => calls('AbortMultipartUpload')).toBe(1)
    expect(calls('CompleteMultipartUpload')).toBe(0)
    // Nothing of it is left for the next page.
    await page.reload()
    await page.getByText('Logged in as grace').waitFor()
    expect(await row().count()).toBe(0)
  })

  it('uploads where the bucket exposes no checksum to pages', async () => {
    stack.emulator.cloud.corsRules = vodBucketRules.map((rule) => ({ ...rule, exposeHeaders: ['ETag'] }))
    await open('heidi')
    await pick()
    await expectSaid('success, 100 %')
    await expectStored()
  })

  it('waits without a network, and goes on by itself', async () => {
    // Time to lose the network in.
    stack.emulator.cloud.faults.add({ operation: 'UploadPart', times: 'always', fault: { type: 'delay', ms: 500 } })
    await open('ivan')
    await pick()
    await expect.poll(() => calls('UploadPart')).toBeGreaterThan(2)
    await page.context().setOffline(true)
    await expectSaid('paused by offline')
    stack.emulator.cloud.faults.clear()
    await page.context().setOffline(false)
    await expectSaid('success, 100 %')
    await expectStored()
  })
})
