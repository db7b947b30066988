import { formatBytes } from '../../miniprogram/i18n/format'
import type { UploadProgress } from '../../miniprogram/uploader/index'
import { formatSeconds } from './format-seconds'

export interface ProgressDisplay {
  show(progress: UploadProgress): void
  /** Leaves the cursor at the start of a new line. */
  end(): void
}

/** A bar that redraws itself on a terminal; elsewhere a plain line for every tenth of the way. */
export function progressDisplay(stream: NodeJS.WriteStream, label: string): ProgressDisplay {
  return stream.isTTY ? bar(stream, label) : lines(stream, label)
}

/** Redraws a second: more only flickers. */
const REDRAWS = 10

function bar(stream: NodeJS.WriteStream, label: string): ProgressDisplay {
  let drawn = 0
  return {
    show(progress) {
      const now = performance.now()
      if (progress.percent < 100 && now - drawn < 1000 / REDRAWS) return
      drawn = now
      const facts = describe(progress)
      const room = (stream.columns || 80) - facts.length - 8
      const name = label.length > room / 2 ? `${label.slice(0, Math.max(1, Math.floor(room / 2) - 1))}…` : label
      const width = Math.max(0, Math.min(40, room - name.length))
      const filled = Math.round((width * progress.percent) / 100)
      stream.write(`\r\x1b[2K${name} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${facts}`)
    },
    end: () => void stream.write('\n'),
  }
}

function lines(stream: NodeJS.WriteStream, label: string): ProgressDisplay {
  let shown = -1
  return {
    show(progress) {
      const tenth = Math.floor(progress.percent / 10)
      if (tenth === shown) return
      shown = tenth
      stream.write(`${label} ${describe(progress)}\n`)
    },
    end: () => undefined,
  }
}

function describe({ percent, uploadedBytes, totalBytes, bytesPerSecond, secondsLeft }: UploadProgress): string {
  const facts = [`${String(percent).padStart(3)} %`, `${plainBytes(uploadedBytes)} of ${plainBytes(totalBytes)}`]
  if (bytesPerSecond !== undefined) facts.push(`${plainBytes(bytesPerSecond)}/s`)
  if (secondsLeft !== undefined && percent < 100) facts.push(`${formatSeconds(secondsLeft)} left`)
  return facts.join('  ')
}

/** A terminal breaks lines where it likes, and who searches its text types plain spaces. */
function plainBytes(bytes: number): string {
  return formatBytes(bytes).replace('\u00a0', ' ')
}
