import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nodeFiles } from './node-files'

let folder: string
const content = randomBytes(1000)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-files-'))
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'a.mp4'), content)
  await writeFile(join(folder, 'locked.mp4'), content, { mode: 0o000 })
})
afterAll(() => rm(folder, { recursive: true }))

it('nodeFiles reads slices, and less at the end of the file', async () => {
  const file = await nodeFiles.open(join(folder, 'a.mp4'))
  expect(file.size).toBe(1000)
  expect(Buffer.from(await file.read(100, 50))).toEqual(content.subarray(100, 150))
  expect(Buffer.from(await file.read(990, 50))).toEqual(content.subarray(990))
  await file.close()
})

it('nodeFiles distinguishes a missing file, a folder and a device', async () => {
  await expect(nodeFiles.open(join(folder, 'no.mp4'))).rejects.toMatchObject({ code: 'file_missing' })
  await expect(nodeFiles.open(folder)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: `${folder} is a folder.`,
  })
  await expect(nodeFiles.open('/dev/null')).rejects.toMatchObject({ code: 'file_unreadable' })
})

it('nodeFiles says that a file may not be read', async () => {
  // Root may read everything: be somebody else for this test.
  const root = process.geteuid?.() === 0
  if (root) process.seteuid?.(65_534)
  try {
    await expect(nodeFiles.open(join(folder, 'locked.mp4'))).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining('EACCES'),
    })
  } finally {
    if (root) process.seteuid?.(0)
  }
})
