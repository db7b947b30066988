import { afterEach, expect, it, vi } from 'vitest'
import { askForMessage } from './ask-for-message'

const setTimer = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
type Option = { tmplIds: string[]; success(result?: object): void; fail(reason?: object): void }
const asking = (requestSubscribeMessage: unknown, templates: string[]) =>
  askForMessage({ requestSubscribeMessage } as never, templates, setTimer)

afterEach(() => vi.useRealTimers())

it('asks before it returns: WeChat wants the call straight from the tap', () => {
  const asked = vi.fn()
  void asking(asked, ['a', 'b', 'c', 'd'])
  expect(asked.mock.calls[0]?.[0].tmplIds).toEqual(['a', 'b', 'c'])
})

it.each([
  [{ a: 'accept', b: 'reject' }, true],
  [{ a: 'reject', b: 'reject' }, false],
  [{ a: 'ban' }, false],
  [{ other: 'accept' }, false],
  [undefined, false],
])('%o is an acceptance: %s', async (answer, accepted) => {
  expect(await asking((option: Option) => option.success(answer), ['a', 'b'])).toBe(accepted)
})

it.each<[string, unknown]>([
  ['fails', (option: Option) => option.fail({ errCode: 20004 })],
  ['is not there', undefined],
])('is none where it %s', async (_, call) => {
  expect(await asking(call, ['a'])).toBe(false)
})

it('is none where nobody answers, and where there is no template', async () => {
  vi.useFakeTimers()
  const asked = vi.fn()
  const waiting = asking(asked, ['a'])
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(await waiting).toBe(false)
  expect(await asking(asked, [])).toBe(false)
  expect(asked).toHaveBeenCalledOnce()
})
