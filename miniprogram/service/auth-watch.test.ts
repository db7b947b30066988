import { expect, it, vi } from 'vitest'
import { AuthWatch } from './auth-watch'

const create = { kind: 'create-video', title: 't', fileName: 'f.mp4', fileSize: 5 } as const
const refresh = { kind: 'refresh-video', videoId: 'v' } as const

it('tells what is being asked for, while it is', async () => {
  const watch = new AuthWatch()
  const changed = vi.fn()
  watch.subscribe(changed)
  const answers: ((answer: { uploadAuth: string }) => void)[] = []
  const getAuth = watch.watch(() => new Promise((resolve) => answers.push(resolve)))
  const asked = [getAuth(create), getAuth(refresh), getAuth(refresh)]
  expect([watch.creating, [...watch.renewing]]).toEqual([true, ['v']])
  for (const answer of answers) answer({ uploadAuth: 'a' })
  expect(await Promise.all(asked)).toEqual(Array(3).fill({ uploadAuth: 'a' }))
  expect([watch.creating, watch.renewing.size]).toEqual([false, 0])
  expect(changed).toHaveBeenCalledTimes(6)
})

it('tells nothing any more of what has failed', async () => {
  const watch = new AuthWatch()
  await expect(watch.watch(() => Promise.reject(new Error('no')))(refresh)).rejects.toThrow('no')
  expect(watch.renewing.size).toBe(0)
})
