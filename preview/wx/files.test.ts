import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { callWx } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { useUpstream } from '../test-support/upstream'
import { type PreviewPage, usePreview } from '../test-support/use-preview'

const MiB = 1024 * 1024

/** Picks files as a user does, and gives what chooseMedia said. */
async function choose(page: PreviewPage, files: { name: string; mimeType: string; buffer: Buffer }[], option = {}) {
  const chooser = page.waitForEvent('filechooser')
  const outcome = callWx(page, 'chooseMedia', { mediaType: ['video'], sizeType: ['original'], ...option })
  await (await chooser).setFiles(files)
  return outcome
}

const video = (bytes: number) => ({ name: 'a name.MP4', mimeType: 'video/mp4', buffer: randomBytes(bytes) })
const pathOf = (outcome: Awaited<ReturnType<typeof choose>>) =>
  (outcome.success?.tempFiles as WechatMiniprogram.MediaFile[] | undefined)?.[0]?.tempFilePath ?? ''

/** Calls a method of the FileSystemManager; bytes come back as an array. */
const fileSystem = (page: PreviewPage, name: string, option: object) =>
  page.evaluate(
    ([call, given]) =>
      new Promise<{ errMsg: string; errno?: number; data?: number[] | string; [name: string]: unknown }>((resolve) => {
        const manager = wx.getFileSystemManager() as unknown as Record<string, (option: object) => void>
        const done = (result: { errMsg: string; data?: unknown }) => {
          const { data } = result
          resolve({ ...result, data: data instanceof ArrayBuffer ? [...new Uint8Array(data)] : (data as string) })
        }
        manager[call]?.({ ...given, success: done, fail: done })
      }),
    [name, option] as const,
  )

describe.skipIf(!canLaunchChromium())('picked files', () => {
  const preview = usePreview()
  const upstream = useUpstream({ '/upload': (response) => response.writeHead(201).end('{"ok":true}') })

  it('has a temp path without the name, and the size', async () => {
    const page = await preview.open()
    const outcome = await choose(page, [video(10)])
    expect(outcome.success).toMatchObject({ type: 'video', errMsg: 'chooseMedia:ok' })
    expect(outcome.success?.tempFiles).toMatchObject([{ size: 10, fileType: 'video', duration: 0 }])
    expect(pathOf(outcome)).toMatch(/^http:\/\/tmp\/[0-9a-f]{32}\.mp4$/)
  })

  it('takes no more files than asked for', async () => {
    const page = await preview.open()
    const { success } = await choose(page, [video(1), video(2), video(3)], { count: 2 })
    expect(success?.tempFiles).toHaveLength(2)
    const { fail } = await callWx(page, 'chooseMedia', { count: 21 })
    expect(fail?.errMsg).toMatch(/^chooseMedia:fail parameter error/)
  })

  it('gives files of a chat with their names, and a single video', async () => {
    const page = await preview.open()
    const pick = async (name: string, option: object, buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser')
      const outcome = callWx(page, name, option)
      await (await chooser).setFiles([{ ...video(0), buffer }])
      return (await outcome).success
    }
    expect(await pick('chooseMessageFile', { count: 9, type: 'all' }, randomBytes(5))).toMatchObject({
      tempFiles: [{ name: 'a name.MP4', size: 5, type: 'video', path: expect.stringMatching(/^http:\/\/tmp\//) }],
    })
    expect(await pick('chooseVideo', {}, randomBytes(6))).toMatchObject({ size: 6, duration: 0 })
  })

  it('opens nothing on a computer where recordings might be long, as WeChat does', async () => {
    const page = await preview.open('?platform=windows')
    const call = (option: object) =>
      page.evaluate((given) => void wx.chooseMedia({ mediaType: ['video'], ...given }), option)
    let opened = 0
    page.on('filechooser', () => opened++)
    await call({ maxDuration: 60 })
    const chooser = page.waitForEvent('filechooser')
    await call({ maxDuration: 10 })
    await chooser
    expect(opened).toBe(1)
  })

  it('fails with "cancel" when the user closes the dialog', async () => {
    const page = await preview.open()
    const chooser = page.waitForEvent('filechooser')
    const outcome = callWx(page, 'chooseMedia')
    await chooser
    await page.locator('input[type=file]').dispatchEvent('cancel')
    expect((await outcome).fail).toEqual({ errMsg: 'chooseMedia:fail cancel' })
  })

  it.each([
    ['refused', 'chooseMedia:fail privacy permission is not authorized', 104],
    ['undeclared', 'chooseMedia:fail api scope is not declared in the privacy agreement', 112],
  ])('fails where the privacy terms are %s', async (privacy, errMsg, errno) => {
    const page = await preview.open()
    await page.getByTestId('privacy').selectOption(privacy)
    expect((await callWx(page, 'chooseMedia')).fail).toEqual({ errMsg, errno })
    expect((await callWx(page, 'getPrivacySetting')).success?.needAuthorization).toBe(true)
  })

  it('reads slices, and refuses those that reach beyond the file', async () => {
    const page = await preview.open()
    const file = video(1000)
    const filePath = pathOf(await choose(page, [file]))
    const read = (option: object) => fileSystem(page, 'readFile', { filePath, ...option })
    expect((await read({ position: 990, length: 10 })).data).toEqual([...file.buffer.subarray(990)])
    expect((await read({ position: 995 })).data).toEqual([...file.buffer.subarray(995)])
    for (const bad of [
      { position: 995, length: 6 },
      { length: 0 },
      { position: -1 },
      { position: 1001 },
      { position: 0.5 },
    ]) {
      expect(await read(bad)).toMatchObject({ errMsg: expect.stringContaining('is out of range'), errno: 1301100 })
    }
    expect(await fileSystem(page, 'getFileInfo', { filePath, digestAlgorithm: 'sha256' })).toMatchObject({
      size: 1000,
      digest: createHash('sha256').update(file.buffer).digest('hex'),
    })
    expect((await fileSystem(page, 'stat', { path: filePath })).errMsg).toBe('stat:ok')
  })

  it('reads by descriptor', async () => {
    const page = await preview.open()
    const file = video(100)
    const filePath = pathOf(await choose(page, [file]))
    const { fd } = await fileSystem(page, 'open', { filePath })
    const bytes = await page.evaluate(
      (descriptor) =>
        new Promise((resolve) => {
          const arrayBuffer = new ArrayBuffer(8)
          const success = ({ bytesRead }: { bytesRead: number }) => resolve([bytesRead, ...new Uint8Array(arrayBuffer)])
          wx.getFileSystemManager().read({ fd: descriptor, arrayBuffer, position: 96, success })
        }),
      fd as string,
    )
    expect(bytes).toEqual([4, ...file.buffer.subarray(96), 0, 0, 0, 0])
    expect((await fileSystem(page, 'close', { fd })).errMsg).toBe('close:ok')
    expect((await fileSystem(page, 'close', { fd })).errMsg).toBe('close:fail bad file descriptor')
  })

  it('forgets files at a restart', async () => {
    const page = await preview.open()
    const path = pathOf(await choose(page, [video(1)]))
    expect((await fileSystem(page, 'access', { path })).errMsg).toBe('access:ok')
    await page.getByTestId('restart').click()
    await page.waitForSelector('html[data-ready]')
    expect((await fileSystem(page, 'access', { path })).errMsg).toMatch(/^access:fail no such file or directory/)
    const sync = () =>
      page.evaluate((gone) => {
        try {
          wx.getFileSystemManager().accessSync(gone)
          return 'there'
        } catch (error) {
          return (error as Error).message
        }
      }, path)
    expect(await sync()).toMatch(/^accessSync:fail no such file/)
  })

  it('uploads by wx.uploadFile with progress, slowly over the slow network', async () => {
    const page = await preview.open('?slow=1')
    const file = video(0.25 * MiB)
    const filePath = pathOf(await choose(page, [file]))
    const { progress, data, statusCode } = await page.evaluate(
      ([url, path]) =>
        new Promise<{ progress: number[]; data: string; statusCode: number }>((resolve, reject) => {
          const progress: number[] = []
          const task = wx.uploadFile({
            ...{ url, filePath: path, name: 'file', formData: { key: 'a "b"' } },
            success: ({ data, statusCode }) => resolve({ progress, data, statusCode }),
            fail: ({ errMsg }) => reject(new Error(errMsg)),
          })
          task.onProgressUpdate((update) => progress.push(update.progress))
        }),
      [upstream.url('/upload'), filePath] as const,
    )
    expect({ data, statusCode }).toEqual({ data: '{"ok":true}', statusCode: 201 })
    const [received] = upstream.received
    expect(received?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(received?.body.includes(file.buffer)).toBe(true)
    expect(received?.body.toString()).toContain('name="key"\r\n\r\na "b"\r\n')
    expect(progress.length).toBeGreaterThan(5)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.at(-1)).toBe(100)
  })
})
