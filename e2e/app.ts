import { createHash, randomFillSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Preview } from '../preview/server/index'
import { canLaunchChromium, launchChromium } from '../preview/test-support/chromium'
import { type Stack, startStack } from '../scripts/test-support/stack'
import { type ChangedPreviewOptions, compiled, startChangedPreview, startProjectPreview } from './changed-preview'
import { Phone } from './phone'
import { freeBoxHeader, recordVideo } from './real-video'
import { type VendorPreviewOptions, withVendor } from './vendor-preview'

export const MiB = 1024 * 1024

/** Without a browser the tests are skipped, with a line that says so; where CI=true they fail. */
export const browserIsThere = canLaunchChromium()

/** A video as the emulator has stored it. */
export interface StoredVideo {
  videoId: string
  title: string
  status: string
  size: number
  sha256: string
  /** Of which the object was made. */
  parts: number
  owner: string
}

/** The whole stack, a browser and real videos, for the tests of one file. A console that complains fails its test. */
export class App {
  /** Paths of MP4s of one second: some 30 KB, twice, and 8 MiB. */
  videos = { short: '', other: '', medium: '' }
  /** Paths of a file that is no video, and of one that has no bytes. */
  notVideo = ''
  emptyVideo = ''
  #stack: Stack | undefined
  #browser: Browser | undefined
  /** For files of a test; removed at the end. */
  folder = ''
  readonly #phones: Phone[] = []
  readonly #previews: Preview[] = []

  constructor() {
    if (!browserIsThere) return
    beforeAll(() => this.#start())
    beforeEach(() => this.control('POST', '/reset'))
    afterEach(async () => {
      const complaints = this.#phones.flatMap((phone) => phone.complaints)
      await Promise.all(this.#phones.splice(0).map((phone) => phone.close()))
      expect(complaints).toEqual([])
    })
    afterAll(async () => {
      await this.#browser?.close()
      for (const preview of this.#previews) await preview.close()
      await this.#stack?.stop()
      if (this.folder) await rm(this.folder, { recursive: true })
    })
  }

  async #start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'wevod-e2e-'))
    const starting = {
      // Each is known at once, so that it is ended when the other does not start.
      stack: startStack({ args: compiled ? ['--compiled'] : [] }).then((stack) => {
        this.#stack = stack
      }),
      browser: launchChromium().then((browser) => {
        this.#browser = browser
        return browser
      }),
    }
    await Promise.allSettled([starting.stack, starting.browser])
    await starting.stack
    const browser = await starting.browser
    this.videos.short = await this.#write('short.mp4', await recordVideo(browser, { hue: 150 }))
    this.videos.other = await this.#write('other.mp4', await recordVideo(browser, { hue: 20 }))
    this.notVideo = await this.#write('notes.pdf', Buffer.from('%PDF'))
    this.emptyVideo = await this.#write('empty.mp4', Buffer.alloc(0))
    this.videos.medium = await this.enlarge(this.videos.short, 'medium.mp4', 8 * MiB)
  }

  /** Starts another preview beside that of the stack, of the mini program with the vendor's engine. Returns its URL. */
  previewVendor(options: VendorPreviewOptions = {}): Promise<string> {
    return this.previewChanged(withVendor(options))
  }

  /** Starts another preview, of a changed mini program, with the stack's token service or another one. Returns its URL. */
  async previewChanged(options: ChangedPreviewOptions, serviceUrl?: string): Promise<string> {
    if (!this.#stack) throw new Error('The stack has not been started.')
    const stack = { serviceUrl: serviceUrl ?? this.#stack.serviceUrl, emulatorUrl: this.#stack.emulatorUrl }
    const preview = await startChangedPreview(stack, join(this.folder, `changed-${this.#previews.length}`), options)
    this.#previews.push(preview)
    return preview.url
  }

  /** Starts another preview beside that of the stack, of the project in a folder. Returns its URL. */
  async preview(folder: string): Promise<string> {
    if (!this.#stack) throw new Error('The stack has not been started.')
    const preview = await startProjectPreview(this.#stack, folder)
    this.#previews.push(preview)
    return preview.url
  }

  get emulatorUrl(): string {
    return this.#stack?.emulatorUrl ?? ''
  }

  /** Opens the preview, that of the stack or another one, on a phone of its own, closed when the test is over. */
  async open(settings: Record<string, string | number> = {}, preview?: string, pixelRatio?: number): Promise<Phone> {
    if (!this.#browser || !this.#stack) throw new Error('The stack has not been started.')
    const phone = await Phone.open(this.#browser, preview ?? this.#stack.previewUrl, settings, pixelRatio)
    this.#phones.push(phone)
    return phone
  }

  /** One control call of the emulator. */
  control(method: string, path: string, body?: unknown): Promise<unknown> {
    if (!this.#stack) throw new Error('The stack has not been started.')
    return this.#stack.control(method, path, body)
  }

  stored(): Promise<StoredVideo[]> {
    return this.control('GET', '/videos') as Promise<StoredVideo[]>
  }

  /** How often each operation of the clouds was called. */
  calls(): Promise<Record<string, number>> {
    return this.control('GET', '/calls') as Promise<Record<string, number>>
  }

  async fault(operation: string, fault: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<void> {
    await this.control('POST', '/faults', [{ operation, fault, ...more }])
  }

  /** The same video with a `free` box of random bytes that makes the file larger. */
  async enlarge(from: string, name: string, size: number): Promise<string> {
    const video = await readFile(from)
    const content = function* () {
      yield video
      yield freeBoxHeader(video, size)
      for (let left = size - video.length - 8; left > 0; left -= MiB) {
        yield randomFillSync(Buffer.alloc(Math.min(left, MiB)))
      }
    }
    const to = join(this.folder, name)
    await pipeline(Readable.from(content()), createWriteStream(to))
    return to
  }

  async #write(name: string, content: Buffer): Promise<string> {
    const path = join(this.folder, name)
    await writeFile(path, content)
    return path
  }
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
