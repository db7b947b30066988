import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Http, type HttpResponse, type Ports, UploadError } from '../uploader/index'
import { punctualHttp } from './punctual-http'

const setTimer: Ports['setTimer'] = (callback, ms) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
const request = { method: 'GET', url: 'https://service.example/', headers: {}, timeoutMs: 15_000 } as const
const answer: HttpResponse = { status: 200, headers: {}, text: '{}' }

const send = (http: Http['send']) => punctualHttp({ http: { send: http }, setTimer }).send(request).response

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('gives the answer, and leaves no timer', async () => {
  expect(await send(() => ({ response: Promise.resolve(answer), abort: () => undefined }))).toBe(answer)
  expect(vi.getTimerCount()).toBe(0)
})

it('rejects five seconds after the time that the request had, and ends it', async () => {
  const abort = vi.fn()
  const outcome = expect(send(() => ({ response: new Promise(() => undefined), abort }))).rejects.toMatchObject({
    code: 'timed_out',
  })
  await vi.advanceTimersByTimeAsync(20_000)
  await outcome
  expect(abort).toHaveBeenCalledOnce()
})

it.each<[string, Http['send']]>([
  [
    'throws',
    () => {
      throw new TypeError('wx.request is not a function')
    },
  ],
  ['rejects', () => ({ response: Promise.reject(new TypeError('errMsg of undefined')), abort: () => undefined })],
])('rejects with an UploadError where the port %s', async (_, http) => {
  await expect(send(http)).rejects.toMatchObject({ name: 'UploadError', code: 'network_failed' })
})

it('leaves the errors of the port as they are', async () => {
  const interrupted = new UploadError('interrupted', 'x')
  await expect(send(() => ({ response: Promise.reject(interrupted), abort: () => undefined }))).rejects.toBe(
    interrupted,
  )
})
