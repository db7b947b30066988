import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createUploader, wxPorts } from '../miniprogram/uploader/index'
import { runTenLines, tenLinesOf } from './ten-lines'
import { bytesOf, useWorld } from './use-world'

const ENGINE = fileURLToPath(new URL('../miniprogram/uploader/', import.meta.url))
const readme = readFileSync(`${ENGINE}README.md`, 'utf8')

const test = useWorld()

describe('the README of the engine', () => {
  it('uploads a video in ten lines', async () => {
    const world = await test.start()
    const bytes = bytesOf(5)
    const { path } = world.put('wxfile://picked.mp4', bytes)

    const lines = tenLinesOf(readme)
    const code = lines.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import'))
    expect(code.length).toBeLessThanOrEqual(10)
    const { videoId, shown } = await runTenLines(lines, { createUploader, wxPorts }, world, path)
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
