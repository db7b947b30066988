import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import type { TestProject } from 'vitest/node'
import { startEmulator } from '../../emulator/server'
import { demoSettings } from '../../scripts/stack/demo-settings'
import type {} from './provided-context'

/** The tests in workerd talk to an emulator that runs in Node, beside them. */
export default async function setup(project: TestProject) {
  const directory = await mkdtemp(join(tmpdir(), 'wevod-server-'))
  const emulator = await startEmulator({ directory })
  // One seed a run, for all that is made up at random: WEVOD_FUZZ_SEED repeats a run.
  project.provide('fuzzSeed', process.env.WEVOD_FUZZ_SEED ?? String(randomInt(2 ** 31)))
  project.provide('emulatorUrl', emulator.url)
  project.provide('demoSettings', demoSettings(emulator.url))
  project.provide('migrations', await readD1Migrations(fileURLToPath(new URL('../store/migrations', import.meta.url))))
  return async () => {
    await emulator.close()
    await rm(directory, { recursive: true })
  }
}
