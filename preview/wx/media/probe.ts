/** Milliseconds after which a file that no player understands is taken without duration and thumbnail. */
const PATIENCE_MS = 10_000
/** Pixels of a thumbnail's longer side. */
const THUMBNAIL_SIDE = 480

export interface Probe {
  /** Seconds. */
  duration: number
  width: number
  height: number
  thumbnail: Blob | undefined
}

const UNKNOWN: Probe = { duration: 0, width: 0, height: 0, thumbnail: undefined }

/** Duration, size and a picture of a video, by the browser's player. Zeros where it cannot play the file. */
export async function probeVideo(file: Blob): Promise<Probe> {
  // A browser complains of a player without a byte.
  if (file.size === 0) return UNKNOWN
  const video = document.createElement('video')
  video.muted = true
  video.preload = 'auto'
  video.src = URL.createObjectURL(file)
  try {
    if (!(await firstFrame(video))) return UNKNOWN
    const { videoWidth: width, videoHeight: height } = video
    const duration = Number.isFinite(video.duration) ? video.duration : 0
    return { duration, width, height, thumbnail: await draw(video, width, height) }
  } finally {
    URL.revokeObjectURL(video.src)
    video.removeAttribute('src')
  }
}

export async function probeImage(file: Blob): Promise<{ width: number; height: number }> {
  try {
    const { width, height } = await createImageBitmap(file)
    return { width, height }
  } catch {
    return { width: 0, height: 0 }
  }
}

function firstFrame(video: HTMLVideoElement): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS)
    const settle = (ok: boolean) => {
      clearTimeout(timer)
      resolve(ok)
    }
    video.addEventListener('loadeddata', () => settle(true), { once: true })
    video.addEventListener('error', () => settle(false), { once: true })
  })
}

async function draw(source: CanvasImageSource, width: number, height: number): Promise<Blob | undefined> {
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8))
  return blob ?? undefined
}
