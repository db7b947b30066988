import { describe, expect, it } from 'vitest'
import { callWx } from '../test-support/call-wx'
import { canLaunchChromium } from '../test-support/chromium'
import { type PreviewPage, usePreview } from '../test-support/use-preview'

/** Frames of the longest try to record something: a browser that gets little time to run encodes nothing, or nothing whole. */
const MOST_FRAMES = 240

/** A picture, and a video with more bits than it needs, made in the browser. */
async function make(page: PreviewPage): Promise<{ picture: string; video: string }> {
  for (let frames = 30; frames <= MOST_FRAMES; frames *= 2) {
    const made = await record(page, frames)
    if (made.video !== '') return made
  }
  throw new Error('The browser has encoded nothing.')
}

function record(page: PreviewPage, frames: number): Promise<{ picture: string; video: string }> {
  return page.evaluate(async (count) => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 320, height: 240 })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    const stream = canvas.captureStream(25)
    const recorder = new MediaRecorder(stream, { mimeType: 'video/mp4', videoBitsPerSecond: 8_000_000 })
    const chunks: Blob[] = []
    recorder.ondataavailable = ({ data }) => chunks.push(data)
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve
    })
    recorder.start()
    for (let frame = 0; frame < count; frame++) {
      for (let i = 0; i < 600; i++) {
        context.fillStyle = `hsl(${(i * 137 + frame * 40) % 360} 80% 50%)`
        context.fillRect(Math.random() * 320, Math.random() * 240, 12, 12)
      }
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    recorder.stop()
    await stopped
    const base64 = async (blob: Blob) =>
      btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''))
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    const recorded = new Blob(chunks)
    const player = document.createElement('video')
    const isWhole = await new Promise<boolean>((resolve) => {
      player.oncanplay = () => resolve(player.videoWidth > 0)
      player.onerror = () => resolve(false)
      player.src = URL.createObjectURL(recorded)
    })
    return { picture: await base64(picture as Blob), video: isWhole ? await base64(recorded) : '' }
  }, frames)
}

describe.skipIf(!canLaunchChromium())('pictures and videos', () => {
  const preview = usePreview()

  async function choose(page: PreviewPage, file: { name: string; mimeType: string; base64: string }, option: object) {
    const chooser = page.waitForEvent('filechooser')
    const chosen = callWx(page, 'chooseMedia', option)
    const { base64, ...named } = file
    await (await chooser).setFiles({ ...named, buffer: Buffer.from(base64, 'base64') })
    const { success } = await chosen
    const [one] = (success?.tempFiles ?? []) as { tempFilePath: string; size: number }[]
    if (!one) throw new Error('nothing was chosen')
    return one
  }

  it('are described, and made smaller; what is no video fails', async () => {
    const page = await preview.open()
    const { picture, video } = await make(page)
    const png = { name: 'a.png', mimeType: 'image/png', base64: picture }
    const image = await choose(page, png, { mediaType: ['image'], count: 1 })
    expect((await callWx(page, 'getImageInfo', { src: image.tempFilePath })).success).toMatchObject({
      ...{ width: 320, height: 240, type: 'png' },
    })
    const jpeg = (await callWx(page, 'compressImage', { src: image.tempFilePath, quality: 50 })).success
    expect(jpeg?.tempFilePath).toMatch(/\.jpg$/)

    const mp4 = { name: 'a.mp4', mimeType: 'video/mp4', base64: video }
    const chosen = await choose(page, mp4, { mediaType: ['video'], count: 1 })
    let small: Record<string, unknown> | undefined
    let info: Record<string, unknown> | undefined
    // Of a browser that gets little time to run the first results can be copies, since nothing was encoded.
    await expect
      .poll(async () => {
        small = (await callWx(page, 'compressVideo', { src: chosen.tempFilePath, quality: 'low' })).success
        info = (await callWx(page, 'getVideoInfo', { src: small?.tempFilePath })).success
        return info
      })
      .toMatchObject({ width: 160, height: 120 })
    expect(small?.size).toBeLessThan(chosen.size / 1024)
    expect(info?.size).toBe(small?.size)

    const none = await choose(page, { ...mp4, base64: 'AAAA' }, { mediaType: ['video'], count: 1 })
    const { fail } = await callWx(page, 'compressVideo', { src: none.tempFilePath })
    expect(fail?.errMsg).toMatch(/^compressVideo:fail/)
    expect((await callWx(page, 'getVideoInfo', { src: none.tempFilePath })).fail?.errMsg).toMatch(/^getVideoInfo:fail/)
  })

  it('are copied, and as large as they were, where they could only grow', async () => {
    const page = await preview.open()
    const { video } = await make(page)
    const mp4 = { name: 'a.mp4', mimeType: 'video/mp4', base64: video }
    const chosen = await choose(page, mp4, { mediaType: ['video'], count: 1 })
    const small = (await callWx(page, 'compressVideo', { src: chosen.tempFilePath, quality: 'low' })).success
    const least = { src: small?.tempFilePath, bitrate: 50_000, resolution: 1, fps: 25 }
    const again = (await callWx(page, 'compressVideo', least)).success
    expect(again?.tempFilePath).not.toBe(small?.tempFilePath)
    expect(again?.size).toBeLessThanOrEqual(Number(small?.size))
  })
})
