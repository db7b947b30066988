import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createUploader, type GetAuth, wxPorts } from '../miniprogram/uploader/index'
import { phoneWx } from './phone-wx'
import { bytesOf, useWorld } from './use-world'

const ENGINE = fileURLToPath(new URL('../miniprogram/uploader/', import.meta.url))
const readme = readFileSync(`${ENGINE}README.md`, 'utf8')

const test = useWorld()

describe('the README of the engine', () => {
  it('uploads a video in ten lines', async () => {
    const world = await test.start()
    const bytes = bytesOf(5)
    const { path } = world.put('wxfile://picked.mp4', bytes)
    const wx = { ...phoneWx(world.phone), chooseMedia: () => Promise.resolve({ tempFiles: [{ tempFilePath: path }] }) }
    const shown: unknown[] = []
    const page = { setData: (data: unknown) => shown.push(data) }
    const askYourServer = (_: string, request: Parameters<GetAuth>[0]) => world.service.getAuth(request)

    const lines = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
    const code = lines.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import'))
    expect(code.length).toBeLessThanOrEqual(10)
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor
    const run = new AsyncFunction(
      'createUploader',
      'wxPorts',
      'wx',
      'page',
      'askYourServer',
      `${lines.replace(/^import.*$/m, '')}\nreturn videoId`,
    )

    let videoId: unknown
    const ended = (run(createUploader, wxPorts, wx, page, askYourServer) as Promise<string>).then((id) => {
      videoId = id
    })
    // The lines take WeChat's own timers, which are real ones: they and the phone's time pass in turns.
    while (videoId === undefined && shown.length < 1000) {
      await world.pass(() => videoId !== undefined, 1000)
      await Promise.race([ended, turn()])
    }
    const [video] = world.cloud.cloud.videos.all()
    expect(video).toMatchObject({ videoId, title: '海边' })
    expect((await world.cloud.cloud.objects.describe(video?.bucket ?? '', video?.key ?? ''))?.size).toBe(bytes.length)
    expect(shown.at(-1)).toEqual({ state: 'success', percent: 100 })
  })

  const rows = [
    ...readme.slice(readme.indexOf('## What it promises')).matchAll(/^\| (.+?) \| `(.+?)`: (.+?) \|$/gm),
  ].map(([, promise = '', file = '', title = '']) => ({ promise, file, title }))

  it('names a test for each promise', () => {
    expect(rows.length).toBeGreaterThan(25)
  })

  it.each(rows)('keeps "$promise": $title', ({ file, title }) => {
    const path = file.startsWith('simulation/') ? fileURLToPath(new URL(`../${file}`, import.meta.url)) : ENGINE + file
    const titles = readFileSync(path, 'utf8').replaceAll("\\'", "'")
    expect(titles).toContain(title)
  })
})
