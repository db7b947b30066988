import { describe, expect, it, onTestFinished } from 'vitest'
import type { HttpRequest, Ports, Storage } from '../miniprogram/uploader/index'

/** An implementation of the ports, in surroundings of its own. */
export interface Subject {
  ports: Pick<Ports, 'http' | 'files'> & { storage?: AwaitedStorage }
  /** The platform does not let anybody see a redirect: it is a failure of the network. */
  hidesRedirects?: boolean
  /** Address of a path of contract-server.ts. */
  url(path: string): string
  /** Where nothing listens. */
  deadUrl: string
  /** Returns the path of a new file. */
  addFile(bytes: Uint8Array): Promise<string>
  removeFile(path: string): Promise<void>
  /** Where the platform has folders. */
  folder?: string
  /** Where the platform tells. */
  openFiles?(): number
  /** Leaves the storage, where there is one, no room for another kilobyte. */
  fillStorage?(): void | Promise<void>
  /** Lets time pass until the promise is settled, where time is not the real one. */
  settle<T>(promise: Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** A storage in this process, or one in another. */
export type AwaitedStorage = {
  [K in keyof Storage]: (...args: Parameters<Storage[K]>) => ReturnType<Storage[K]> | Promise<ReturnType<Storage[K]>>
}

/** Declares the tests that every implementation of the engine's ports has to pass; see miniprogram/uploader/ports.ts. */
export function testPorts(name: string, start: () => Promise<Subject>): void {
  const begin = async () => {
    const subject = await start()
    onTestFinished(() => subject.stop())
    return subject
  }
  describe(`http of ${name}`, () => testHttp(begin))
  describe(`files of ${name}`, () => testFiles(begin))
  describe(`storage of ${name}`, () => testStorage(begin))
}

function testHttp(begin: () => Promise<Subject>): void {
  const request = { method: 'PUT', headers: {}, timeoutMs: 5_000 } as const

  async function send(path: string, more: Partial<HttpRequest> = {}) {
    const subject = await begin()
    const { response } = subject.ports.http.send({ ...request, url: subject.url(path), ...more })
    return subject.settle(response)
  }

  it.each([200, 204, 403, 404, 412, 500, 503])('resolves for status %d', async (status) => {
    expect((await send(`/status/${status}`)).status).toBe(status)
  })

  it('does not follow a redirect', async () => {
    const { ports, url, settle, hidesRedirects } = await begin()
    const answer = settle(ports.http.send({ ...request, url: url('/moved') }).response)
    if (hidesRedirects) {
      await expect(answer).rejects.toMatchObject({ name: 'UploadError', code: 'network_failed' })
      return
    }
    const { status, headers } = await answer
    expect(status).toBe(302)
    expect(headers.location).toBe('/echo')
  })

  it('gives the names of headers in lower case, and their values as they are', async () => {
    const { headers } = await send('/echo')
    expect(headers).toMatchObject({ etag: '"5D41402ABC4B2A76B9719D911017C592"', 'x-oss-hash-crc64ecma': '1234' })
    expect(Object.keys(headers)).toEqual(Object.keys(headers).map((header) => header.toLowerCase()))
  })

  it.each(['/json', '/xml'])('gives the text of %s unparsed', async (path) => {
    expect((await send(path)).text).toMatch(/^(\{"a":1\}|<A>ü<\/A>)$/)
  })

  it.each([
    ['bytes', Uint8Array.of(0, 255, 128, 10).buffer, '00ff800a'],
    ['text, as UTF-8', 'ünï', 'c3bc6ec3af'],
    ['nothing', undefined, ''],
  ])('sends %s', async (_, body, hex) => {
    const { text } = await send('/echo', body === undefined ? {} : { body })
    expect(JSON.parse(text)).toMatchObject({ method: 'PUT', body: hex })
  })

  it('sends the headers that it is given', async () => {
    const headers = { 'content-type': 'application/octet-stream', authorization: 'OSS4-HMAC-SHA256 a=b,c=d' }
    const { text } = await send('/echo', { headers })
    expect(JSON.parse(text)).toMatchObject({ headers })
  })

  it('rejects with canceled after abort', async () => {
    const { ports, url, settle } = await begin()
    const { response, abort } = ports.http.send({ ...request, url: url('/silent') })
    abort()
    await expect(settle(response)).rejects.toMatchObject({ name: 'UploadError', code: 'canceled' })
  })

  it('does not mind an abort after the answer', async () => {
    const { ports, url, settle } = await begin()
    const { response, abort } = ports.http.send({ ...request, url: url('/echo') })
    await settle(response)
    abort()
    expect((await response).status).toBe(200)
  })

  it('rejects with timed_out where no answer comes in time', async () => {
    await expect(send('/silent', { timeoutMs: 200 })).rejects.toMatchObject({ name: 'UploadError', code: 'timed_out' })
  })

  it('rejects with network_failed where the connection breaks', async () => {
    await expect(send('/broken')).rejects.toMatchObject({ name: 'UploadError', code: 'network_failed' })
  })

  it('rejects with network_failed where nothing listens, and keeps the query of the address to itself', async () => {
    const { ports, deadUrl, settle } = await begin()
    const { response } = ports.http.send({ ...request, url: `${deadUrl}/key?signature=secret` })
    const error = await settle(response).then(
      () => expect.unreachable(),
      (reason: Error) => reason,
    )
    expect(error).toMatchObject({ name: 'UploadError', code: 'network_failed' })
    expect(error.message).toContain(deadUrl)
    expect(error.message).not.toContain('secret')
  })
}

function testFiles(begin: () => Promise<Subject>): void {
  /** Bytes that differ from place to place. */
  const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, i) => Math.imul(i, 2_654_435_761) >>> 13)

  async function open(size: number) {
    const subject = await begin()
    const path = await subject.addFile(bytesOf(size))
    const file = await subject.settle(subject.ports.files.open(path))
    onTestFinished(() => subject.settle(file.close()))
    return { ...subject, path, file }
  }

  // Some platforms read small and large files by different calls.
  describe.each([1_000, 700 * 1024])('of %d bytes', (size) => {
    it('gives the size', async () => {
      const { file } = await open(size)
      expect(file.size).toBe(size)
    })

    it.each([
      ['the first bytes', 0, 10],
      ['bytes in the middle', 501, 333],
      ['the last byte', size - 1, 1],
      ['the whole file', 0, size],
    ])('reads %s', async (_, position, length) => {
      const { file, settle } = await open(size)
      const read = await settle(file.read(position, length))
      expect(Buffer.from(read)).toEqual(Buffer.from(bytesOf(size).subarray(position, position + length)))
    })

    it('reads slices at once, and in any order', async () => {
      const { file, settle } = await open(size)
      const positions = [900, 0, 300]
      const slices = await settle(Promise.all(positions.map((position) => file.read(position, 100))))
      expect(slices.map((slice) => Buffer.from(slice))).toEqual(
        positions.map((position) => Buffer.from(bytesOf(size).subarray(position, position + 100))),
      )
    })

    it('may fill the buffer that it is given, with the bytes asked for and no others', async () => {
      const { file, settle } = await open(size)
      const into = new Uint8Array(100).fill(7).buffer
      const read = await settle(file.read(200, 100, into))
      expect(Buffer.from(read)).toEqual(Buffer.from(bytesOf(size).subarray(200, 300)))
    })

    it('lets go of the file when it is closed, read or unread', async () => {
      const { ports, addFile, settle, openFiles } = await begin()
      const path = await addFile(bytesOf(size))
      const [read, unread] = await settle(Promise.all([ports.files.open(path), ports.files.open(path)]))
      await settle(read.read(0, 10))
      await settle(read.close())
      await settle(unread.close())
      expect(openFiles?.() ?? 0).toBe(0)
    })

    it('never gives other bytes when the file goes away: those it had, or file_missing', async () => {
      const { file, settle, removeFile, path } = await open(size)
      await removeFile(path)
      const read = await settle(file.read(0, 10)).then(
        (bytes) => [...new Uint8Array(bytes)],
        (error: { code: string }) => error.code,
      )
      expect([[...bytesOf(10)], 'file_missing']).toContainEqual(read)
    })
  })

  it('rejects with file_missing where there is no file', async () => {
    const { ports, addFile, removeFile, settle } = await begin()
    const path = await addFile(bytesOf(1))
    await removeFile(path)
    await expect(settle(ports.files.open(path))).rejects.toMatchObject({ name: 'UploadError', code: 'file_missing' })
  })

  it('rejects with file_unreadable where there is a folder', async (context) => {
    const { ports, folder, settle } = await begin()
    if (folder === undefined) return context.skip('The platform has no folders.')
    await expect(settle(ports.files.open(folder))).rejects.toMatchObject({
      name: 'UploadError',
      code: 'file_unreadable',
    })
  })
}

function testStorage(begin: () => Promise<Subject>): void {
  async function open(skip: (note: string) => never) {
    const { ports, fillStorage } = await begin()
    if (!ports.storage) return skip('The platform keeps nothing.')
    return { storage: ports.storage, fillStorage }
  }

  it('keeps texts by key, the last one of a key', async ({ skip }) => {
    const { storage } = await open(skip)
    await storage.set('a', 'text')
    await storage.set('b', '{"ü":1}')
    await storage.set('a', 'another')
    expect([await storage.get('a'), await storage.get('b')]).toEqual(['another', '{"ü":1}'])
  })

  it('gives undefined for what is not there, or no more', async ({ skip }) => {
    const { storage } = await open(skip)
    await storage.set('a', 'text')
    await storage.remove('a')
    await storage.remove('never there')
    expect([await storage.get('a'), await storage.get('never there')]).toEqual([undefined, undefined])
  })

  it('throws when it is full, and keeps what it has', async ({ skip }) => {
    const { storage, fillStorage } = await open(skip)
    await storage.set('a', 'text')
    await fillStorage?.()
    await expect((async () => storage.set('a', 'x'.repeat(1024)))()).rejects.toThrow()
    expect(await storage.get('a')).toBe('text')
  })
}
