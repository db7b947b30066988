import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startEmulator } from './server'

it('one that finds its port taken leaves the folder of the one that has it alone', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'wevod-emulator-'))
  const emulator = await startEmulator({ directory })
  onTestFinished(async () => {
    await emulator.close()
    await rm(directory, { recursive: true })
  })
  const kept = join(directory, 'objects/kept')
  await writeFile(kept, 'bytes')
  await expect(startEmulator({ directory, port: emulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect(existsSync(kept)).toBe(true)
})
