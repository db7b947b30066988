export interface Encoding {
  /** Seconds of the longest video to take. */
  longest: number
  /** Of both sides. */
  scale: number
  framesPerSecond: number
  bitsPerPixel: number
  bitsPerSecond: number | undefined
}

/** Milliseconds for the first frame. */
const PATIENCE_MS = 15_000

/** Why there is no recording; `empty`: the browser has encoded nothing, as it may when it gets little time to run. */
export type NotRecorded = 'too long' | 'unplayable' | 'empty'

/** Plays a video unseen and records it anew. It takes as long as the video. */
export async function recordSmaller(original: Blob, encoding: Encoding): Promise<Blob | NotRecorded> {
  const video = document.createElement('video')
  Object.assign(video, { muted: true, playsInline: true, preload: 'auto', src: URL.createObjectURL(original) })
  try {
    if (!(await isReady(video)) || video.videoWidth === 0) return 'unplayable'
    if (!(video.duration <= encoding.longest)) return 'too long'
    return await record(video, encoding)
  } finally {
    URL.revokeObjectURL(video.src)
    video.removeAttribute('src')
  }
}

function isReady(video: HTMLVideoElement): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS)
    const settle = (ready: boolean) => {
      clearTimeout(timer)
      resolve(ready)
    }
    video.addEventListener('canplay', () => settle(true), { once: true })
    video.addEventListener('error', () => settle(false), { once: true })
  })
}

async function record(video: HTMLVideoElement, encoding: Encoding): Promise<Blob | NotRecorded> {
  const canvas = document.createElement('canvas')
  // Encoders want even numbers.
  canvas.width = even(video.videoWidth * encoding.scale)
  canvas.height = even(video.videoHeight * encoding.scale)
  const context = canvas.getContext('2d')
  const stream = canvas.captureStream(encoding.framesPerSecond)
  const sound = (video as unknown as { captureStream?(): MediaStream }).captureStream?.().getAudioTracks() ?? []
  for (const track of sound) stream.addTrack(track)
  const mimeType = ['video/mp4', 'video/webm'].find((type) => MediaRecorder.isTypeSupported(type)) ?? ''
  const pixels = canvas.width * canvas.height * encoding.framesPerSecond
  const recorder = new MediaRecorder(stream, {
    mimeType,
    videoBitsPerSecond: encoding.bitsPerSecond ?? Math.round(pixels * encoding.bitsPerPixel),
  })
  const chunks: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }))
  const played = new Promise<boolean>((resolve) => {
    video.addEventListener('ended', () => resolve(true), { once: true })
    video.addEventListener('error', () => resolve(false), { once: true })
  })
  const draw = () => {
    context?.drawImage(video, 0, 0, canvas.width, canvas.height)
    if (!video.ended) requestAnimationFrame(draw)
  }
  recorder.start()
  draw()
  await video.play()
  const whole = await played
  recorder.stop()
  await stopped
  for (const track of stream.getTracks()) track.stop()
  const result = new Blob(chunks, { type: mimeType })
  if (!whole) return 'unplayable'
  return result.size > 0 ? result : 'empty'
}

function even(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2)
}
