import { readFileSync } from 'node:fs'

/** What an upload took, as its own process saw it. */
export interface Measured {
  seconds: number
  /** CPU time of the whole process, user and system. */
  cpuMs: number
  /** Longest CPU time of the main thread between two turns of a timer; undefined where it was not watched. */
  stretchMs: number | undefined
  /** The same by the clock on the wall, where the machine's other work counts too. */
  stretchWallMs: number | undefined
  /** The kernel's high-water mark of resident memory, before and at the end. */
  idleMiB: number
  peakMiB: number
}

export interface GaugeOptions {
  /** Costs some CPU time itself. */
  watchStretches?: boolean
}

/** Measures this process during `work`. */
export async function gauge(
  work: () => Promise<void>,
  { watchStretches = false }: GaugeOptions = {},
): Promise<Measured> {
  const idleMiB = highWaterMiB()
  const stretches = watchStretches ? new Stretches() : undefined
  const started = performance.now()
  const cpu = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - started) / 1000
  stretches?.stop()
  return {
    seconds,
    cpuMs: (user + system) / 1000,
    stretchMs: stretches?.longestMs,
    stretchWallMs: stretches?.longestWallMs,
    idleMiB,
    peakMiB: highWaterMiB(),
  }
}

/** The longest times between two turns of a timer that always wants its turn. */
class Stretches {
  longestMs = 0
  longestWallMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor() {
    let cpu = process.threadCpuUsage()
    let wall = performance.now()
    const look = () => {
      const now = { cpu: process.threadCpuUsage(), wall: performance.now() }
      const cpuMs = (now.cpu.user - cpu.user + now.cpu.system - cpu.system) / 1000
      this.longestMs = Math.max(this.longestMs, cpuMs)
      this.longestWallMs = Math.max(this.longestWallMs, now.wall - wall)
      cpu = now.cpu
      wall = now.wall
      this.#timer = setTimeout(look, 1)
    }
    this.#timer = setTimeout(look, 1)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

function highWaterMiB(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
}
