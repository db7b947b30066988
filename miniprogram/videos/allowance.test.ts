import { describe, expect, it, vi } from 'vitest'
import { allowanceOf, followAllowance, overAllowance } from './allowance'

const NOW = 1_000_000
const settings = { left: { uploads: 3, bytes: 1000 }, resetsAt: NOW + 1 }
const item = (id: string, size: number, more: object = {}) => ({
  ...{ id, state: 'waiting', started: false, videoId: undefined, ...more },
  file: { path: id, title: id, thumbPath: '', size, duration: 0 },
})
type Item = Parameters<typeof allowanceOf>[1][number]
const items = (...list: object[]) => list as Item[]

describe('what is left of the day', () => {
  it('counts off what is on its way and has no video yet', () => {
    const queue = items(
      item('waiting', 100),
      item('checking', 200, { state: 'checking', started: true }),
      item('uploading', 300, { state: 'uploading', started: true, videoId: 'v' }),
      item('failed', 400, { state: 'error', started: true }),
    )
    expect(allowanceOf(settings, queue, NOW)).toEqual({ uploads: 2, bytes: 800, resetsAt: NOW + 1 })
  })

  it('is never less than nothing', () => {
    const queue = items(item('a', 5000, { state: 'paused', started: true }))
    expect(allowanceOf({ ...settings, left: { uploads: 0, bytes: 10 } }, queue, NOW)).toMatchObject({
      uploads: 0,
      bytes: 0,
    })
  })

  it('is not known where nothing was told, or what was told is of yesterday', () => {
    expect(allowanceOf(undefined, [], NOW)).toBeUndefined()
    expect(allowanceOf({ ...settings, resetsAt: NOW }, [], NOW)).toBeUndefined()
    expect(allowanceOf({ ...settings, resetsAt: 0 }, [], NOW)).toBeDefined()
  })
})

describe('more than is left', () => {
  const waiting = items(item('a', 600), item('b', 600), item('c', 300), item('d', 10), item('e', 10))

  it('is what comes last, and what is too large for the rest', () => {
    expect([...overAllowance(waiting, { uploads: 3, bytes: 1000, resetsAt: 0 })]).toEqual(['b', 'e'])
  })

  it('is nothing where there is no limit, or none is known', () => {
    const infinite = Number.POSITIVE_INFINITY
    expect(overAllowance(waiting, { uploads: infinite, bytes: infinite, resetsAt: 0 }).size).toBe(0)
    expect(overAllowance(waiting, undefined).size).toBe(0)
  })
})

it('asks the service again after each video that was made, and where it says that nothing is left', () => {
  const refresh = vi.fn(() => Promise.resolve())
  let listener: Parameters<Parameters<typeof followAllowance>[0]['subscribe']>[0] | undefined
  followAllowance(
    {
      subscribe(given) {
        listener = given
        return () => undefined
      },
    },
    { refresh },
  )
  const see = (changes: object) => listener?.({ id: '1', ...changes } as never, 'changed')
  see({ state: 'checking' })
  for (let percent = 0; percent < 5; percent++) see({ state: 'uploading', videoId: 'v', progress: { percent } })
  expect(refresh).toHaveBeenCalledTimes(1)
  see({ state: 'error', error: { cause: { code: 'daily_limit_reached' } } })
  see({ state: 'error', error: { code: 'timed_out' } })
  expect(refresh).toHaveBeenCalledTimes(2)
})
