import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { demoAccount } from '../../account'
import type { Credential, Grant } from '../../credentials'
import { type Emulator, startEmulator } from '../../server'

export type TestKey = Pick<Credential, 'accessKeyId' | 'accessKeySecret' | 'securityToken'>

export const BUCKET = demoAccount.bucket
export const KEY = 'sv/1a2b-测试/a b+c.mp4'

export function keyOf(userName: string): TestKey {
  const user = demoAccount.users.find(({ name }) => name === userName)
  if (!user) throw new Error(`The demo account has no user ${userName}.`)
  return user
}

/** An emulator for the tests of a file, on a free port with a folder of its own; emptied after each test. */
export function useEmulator() {
  let emulator: Emulator
  let directory: string
  const test = {
    /** How far the cloud's clock is ahead of this machine's, milliseconds. */
    clockAheadMs: 0,
    get port() {
      return emulator.port
    },
    get cloud() {
      return emulator.cloud
    },
    /** The key of an UploadAuth for this object, which ends in an hour. */
    uploadKey(key = KEY, { bucket = BUCKET, lifeMs = 3_600_000 } = {}): TestKey {
      return test.issue({ kind: 'upload', bucket, key }, lifeMs)
    },
    issue(grant: Grant, lifeMs = 3_600_000): TestKey {
      return emulator.cloud.credentials.issue(grant, Date.now() + lifeMs)
    },
    /** Every file the emulator keeps. */
    files: () => readdir(join(directory, 'objects')),
    directory: () => join(directory, 'objects'),
    describe: (key = KEY) => emulator.cloud.objects.describe(BUCKET, key),
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'oss-'))
    emulator = await startEmulator({ directory, now: () => Date.now() + test.clockAheadMs })
  })
  afterEach(async () => {
    test.clockAheadMs = 0
    await emulator.cloud.reset()
  })
  afterAll(async () => {
    await emulator.close()
    await rm(directory, { recursive: true, force: true })
  })
  return test
}
