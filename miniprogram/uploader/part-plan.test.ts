import { expect, it } from 'vitest'
import { planParts } from './part-plan'

const MiB = 1024 * 1024

it.each([
  [1, 1],
  [MiB - 1, 1],
  [MiB, 1],
  [MiB + 1, 2],
  [10_000 * MiB, 10_000],
  [10_000 * MiB + 1, 5001],
  [48 * 1024 * MiB, 9831],
])('cuts %d bytes into %d parts without gap or overlap', (size, count) => {
  const parts = planParts(size)
  expect(parts).toHaveLength(count)
  let position = 0
  for (const [index, part] of parts.entries()) {
    expect(part).toMatchObject({ partNumber: index + 1, position })
    expect(part.length).toBeGreaterThan(0)
    position += part.length
  }
  expect(position).toBe(size)
})
