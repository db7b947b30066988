import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../../scripts/package/build-package'
import { type EngineModule, runTenLines, tenLinesOf } from '../ten-lines'
import { bytesOf, useWorld } from '../use-world'

// The ten lines of the package's READMEs, on the engine as the package has it. `npm run check:wechat` names another folder
// with such a module: what WeChat's npm packing and compiler have made of it.

const test = useWorld()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-package-'))
  await buildPackage(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const forMiniPrograms = () => createRequire(import.meta.url)(join(folder, 'miniprogram_dist/index.js')) as EngineModule
const forBundlers = () => import(/* @vite-ignore */ pathToFileURL(join(folder, 'dist/index.js')).href)
const packed = () => createRequire(import.meta.url)(process.env.WEVOD_PACKED ?? '') as EngineModule

const modules: [string, () => EngineModule | Promise<EngineModule>][] = process.env.WEVOD_PACKED
  ? [['packed by WeChat', packed]]
  : [
      ['miniprogram_dist', forMiniPrograms],
      ['dist', forBundlers],
    ]

describe.each(modules)('the engine of the package: %s', (_, load) => {
  it.each(['README.md', 'README.en.md'])('uploads a video with the ten lines of %s', async (name) => {
    const lines = tenLinesOf(readFileSync(join(folder, name), 'utf8'))
    expect(lines).toContain("from 'wevod-uploader'")
    const code = lines.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import'))
    expect(code.length).toBeLessThanOrEqual(10)
    const world = await test.start()
    const bytes = bytesOf(5)
    const { path } = world.put('wxfile://picked.mp4', bytes)

    const { videoId, shown } = await runTenLines(lines, await load(), world, path)

    expect(shown.at(-1)).toEqual({ state: 'success', percent: 100 })
    const [video] = world.cloud.cloud.videos.all()
    expect(video).toMatchObject({ videoId, title: '海边' })
    expect((await world.cloud.cloud.objects.describe(video?.bucket ?? '', video?.key ?? ''))?.size).toBe(bytes.length)
  })
})
