import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../scripts/package/build-package'
import { projectRoot } from '../scripts/test-support/run'
import { App, browserIsThere, sha256 } from './app'

// examples/native in a browser, with the built package where WeChat's npm packing puts it.

const app = new App()
let preview = ''

describe.runIf(browserIsThere)('the native example', () => {
  beforeAll(async () => {
    const folder = join(app.folder, 'native')
    const built = join(app.folder, 'wevod-uploader')
    await mkdir(folder)
    await cp(join(projectRoot, 'examples/native'), folder, { recursive: true })
    await buildPackage(built)
    const packed = join(folder, 'miniprogram/miniprogram_npm/wevod-uploader')
    await cp(join(built, 'miniprogram_dist'), packed, { recursive: true })
    preview = await app.preview(folder)
  })

  it('uploads the video that is picked', async () => {
    const phone = await app.open({}, preview)
    await phone.choose('选择视频', [app.videos.short])
    await phone.sees('success')
    const [video, ...others] = await app.stored()
    expect(others).toEqual([])
    expect(video).toMatchObject({ title: '海边', status: 'Normal', sha256: await sha256(app.videos.short) })
  })

  it('pauses, and goes on from what has arrived', async () => {
    await app.fault('UploadPart', { type: 'delay', ms: 600_000 }, { skip: 1, times: 'always' })
    const phone = await app.open({}, preview)
    await phone.choose('选择视频', [app.videos.medium])
    await phone.sees(/^[1-9]\d?%$/)
    await phone.button('暂停').click()
    await phone.sees('paused')
    await phone.quiet()
    await app.control('DELETE', '/faults')
    await phone.button('继续').click()
    await phone.sees('success')
    expect(await app.stored()).toEqual([expect.objectContaining({ sha256: await sha256(app.videos.medium) })])
    expect(await app.calls()).toMatchObject({ CreateUploadVideo: 1, InitiateMultipartUpload: 1 })
  })
})
