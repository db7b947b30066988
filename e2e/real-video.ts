import type { Browser } from 'playwright-core'

/** Seconds of the longest try to record something. */
const LONGEST_S = 8

/**
 * Records a short MP4 of moving pictures in the browser: a real file, which no binary has to be committed for. A browser
 * that gets little time to run may encode nothing in so short a time; then it records for longer.
 */
export async function recordVideo(browser: Browser, { seconds = 1, hue = 120 } = {}): Promise<Buffer> {
  for (let length = seconds; length <= LONGEST_S; length *= 2) {
    const video = await record(browser, { seconds: length, hue })
    if (video.length > 0) return video
  }
  throw new Error(`The browser has encoded nothing in ${LONGEST_S} s.`)
}

async function record(browser: Browser, { seconds, hue }: { seconds: number; hue: number }): Promise<Buffer> {
  const page = await browser.newPage()
  try {
    const base64 = await page.evaluate(
      async ({ seconds, hue }) => {
        const canvas = document.createElement('canvas')
        Object.assign(canvas, { width: 320, height: 240 })
        const context = canvas.getContext('2d') as CanvasRenderingContext2D
        const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/mp4' })
        const chunks: Blob[] = []
        recorder.ondataavailable = ({ data }) => chunks.push(data)
        const stopped = new Promise((resolve) => {
          recorder.onstop = resolve
        })
        recorder.start()
        const start = performance.now()
        await new Promise<void>((resolve) => {
          const draw = () => {
            const time = (performance.now() - start) / 1000
            context.fillStyle = `hsl(${hue} 60% ${40 + 15 * Math.sin(time * 6)}%)`
            context.fillRect(0, 0, 320, 240)
            context.fillStyle = '#fff'
            context.beginPath()
            context.arc(160 + 90 * Math.cos(time * 4), 120 + 60 * Math.sin(time * 4), 24, 0, 7)
            context.fill()
            if (time < seconds) requestAnimationFrame(draw)
            else resolve()
          }
          draw()
        })
        recorder.stop()
        await stopped
        const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
      },
      { seconds, hue },
    )
    return Buffer.from(base64, 'base64')
  } finally {
    await page.close()
  }
}

/**
 * The head of a `free` box (ISO/IEC 14496-12) that fills an MP4 up to `size` bytes. Players skip its content, whatever
 * that is, so the file stays a playable video.
 */
export function freeBoxHeader(video: Buffer, size: number): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32BE(size - video.length)
  header.write('free', 4)
  return header
}
