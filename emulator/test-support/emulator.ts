import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach } from 'vitest'
import { type Emulator, startEmulator } from '../server'

/** The cloud's clock in tests: it stands still at the start of the test, so that SDKs, which use the real one, agree. */
export class TestClock {
  #time = 0

  constructor() {
    this.reset()
  }

  readonly now = (): number => this.#time

  advance(seconds: number): void {
    this.#time += seconds * 1000
  }

  /** To the second that has just begun, so that no test depends on where in a second it starts. */
  reset(): void {
    this.#time = Math.floor(Date.now() / 1000) * 1000
  }
}

/** Starts an emulator for a test file. Each test finds it empty; it ends with the file. */
export async function emulatorForTests(): Promise<Emulator & { clock: TestClock }> {
  const clock = new TestClock()
  const directory = await mkdtemp(join(tmpdir(), 'wevod-emulator-'))
  const emulator = await startEmulator({ directory, now: clock.now })
  beforeEach(async () => {
    clock.reset()
    await emulator.cloud.reset()
  })
  afterAll(async () => {
    await emulator.close()
    await rm(directory, { recursive: true })
  })
  return { ...emulator, clock }
}
