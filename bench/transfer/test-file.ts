import { createHash, randomFillSync } from 'node:crypto'
import { open } from 'node:fs/promises'

export const MiB = 1024 * 1024

export interface TestFile {
  path: string
  /** Bytes. */
  size: number
  /** Hexadecimal. */
  sha256: string
}

/** A file of random bytes, or of a hole that reads as zeros and takes no room on the disk. */
export async function writeTestFile(path: string, mebibytes: number, content: 'random' | 'sparse'): Promise<TestFile> {
  const size = mebibytes * MiB
  const hash = createHash('sha256')
  const chunk = Buffer.alloc(MiB)
  const file = await open(path, 'w')
  try {
    for (let at = 0; at < size; at += MiB) {
      if (content === 'random') await file.appendFile(randomFillSync(chunk))
      hash.update(chunk)
    }
    await file.truncate(size)
  } finally {
    await file.close()
  }
  return { path, size, sha256: hash.digest('hex') }
}
