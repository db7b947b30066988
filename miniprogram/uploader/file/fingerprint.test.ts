import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { fingerprint, sizeOf } from './fingerprint'

const run = { rest: () => Promise.resolve() }

function fileOf(bytes: Uint8Array) {
  let read = 0
  const file = {
    size: bytes.length,
    read: (position: number, length: number) => {
      read += length
      return Promise.resolve(Uint8Array.from(bytes.subarray(position, position + length)).buffer)
    },
    close: () => Promise.resolve(),
  }
  return { file, read: () => read }
}

it.each([1, 1000, 128 * 1024, 128 * 1024 + 1, 3_000_000])(
  'knows a file of %d bytes again, and reads little of it',
  async (size) => {
    const bytes = randomBytes(size)
    const { file, read } = fileOf(bytes)
    const found = await fingerprint(file, run)
    expect(read()).toBeLessThanOrEqual(128 * 1024)
    expect(await fingerprint(fileOf(Uint8Array.from(bytes)).file, run)).toBe(found)
    expect(sizeOf(found)).toBe(size)
    for (const position of [0, size - 1]) {
      const other = Uint8Array.from(bytes)
      other[position] = (other[position] ?? 0) ^ 1
      expect(await fingerprint(fileOf(other).file, run)).not.toBe(found)
    }
  },
)

it('tells files of other sizes apart by that alone', async () => {
  const zeros = (size: number) => fingerprint(fileOf(new Uint8Array(size)).file, run)
  expect(await zeros(5_000_000)).not.toBe(await zeros(5_000_001))
})
