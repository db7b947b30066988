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
  project.provide('emulatorUrl', emulator.url)
  project.provide('demoSettings', demoSettings(emulator.url))
  project.provide('migrations', await readD1Migrations(fileURLToPath(new URL('../store/migrations', import.meta.url))))
  return async () => {
    await emulator.close()
    await rm(directory, { recursive: true })
  }
}
