import { createHash, randomFillSync } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { spawnScript } from '../scripts/test-support/run'
import { type Stack, startStack } from '../scripts/test-support/stack'
import type { Figure } from './figure'

const MB = 1024 * 1024
/** How often the kernel's high-water mark is read: only what a process takes in its last moments is missed. */
const SAMPLE_MS = 100

/** A random file through `npm run upload`: the bytes must arrive, and neither side may hold them in memory. */
export async function measureUpload(megabytes: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-bench-'))
  let stack: Stack | undefined
  try {
    stack = await startStack()
    const path = join(folder, 'random.mp4')
    const sha256 = await writeRandom(path, megabytes)
    const running = spawnScript('upload', [path], stack.env)
    const uploader = watchPeak(running.child.pid as number)
    const emulator = watchPeak(stack.pid)
    const { code, stdout, stderr } = await running.ended
    const peaks = { uploader: uploader.stop(), emulator: emulator.stop() }
    if (code !== 0) throw new Error(`The upload failed:\n${stderr}`)
    const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
      videoId: string
      size: number
      seconds: number
    }
    const stored = (await stack.control('GET', `/videos/${result.videoId}`)) as { size: number; sha256: string }
    if (stored.size !== megabytes * MB || stored.sha256 !== sha256) {
      throw new Error(
        `Other bytes arrived than were sent: ${stored.size} bytes, SHA-256 ${stored.sha256}, not ${sha256}`,
      )
    }
    console.log(`${megabytes} MB arrived, SHA-256 ${sha256} on both sides`)
    return [
      { name: 'Upload', value: megabytes / result.seconds, unit: 'MB/s' },
      { name: 'Peak memory of the uploading process', value: await peaks.uploader, limit: 150, unit: 'MB' },
      { name: 'Peak memory of the emulator', value: await peaks.emulator, limit: 200, unit: 'MB' },
    ]
  } finally {
    await stack?.stop()
    await rm(folder, { recursive: true })
  }
}

/** Writes random bytes and returns their SHA-256 (hex). */
async function writeRandom(path: string, megabytes: number): Promise<string> {
  const hash = createHash('sha256')
  const chunk = Buffer.alloc(MB)
  const chunks = function* () {
    for (let i = 0; i < megabytes; i++) {
      const bytes = Buffer.from(randomFillSync(chunk))
      hash.update(bytes)
      yield bytes
    }
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path))
  return hash.digest('hex')
}

/** Follows a process's peak resident memory (VmHWM of /proc), in megabytes. */
function watchPeak(pid: number): { stop(): Promise<number> } {
  let peak = 0
  const look = async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '') // It has ended.
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
  }
  const timer = setInterval(() => void look(), SAMPLE_MS)
  return {
    async stop() {
      clearInterval(timer)
      await look()
      if (peak === 0) throw new Error('Peak memory is read from /proc, which only Linux has.')
      return peak
    },
  }
}
