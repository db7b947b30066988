import type { Page } from 'playwright-core'

/** What a call of wx came to: what it gave to success or to fail. */
export interface Outcome {
  success?: Record<string, unknown>
  fail?: { errMsg: string; errno?: number }
}

/** Calls `wx[name](option)` in the page and waits for its callbacks. */
export function callWx(page: Page, name: string, option: object = {}): Promise<Outcome> {
  return page.evaluate(
    ([call, given]) =>
      new Promise<Outcome>((resolve) => {
        const calls = wx as unknown as Record<string, (option: object) => void>
        calls[call]?.({
          ...given,
          success: (success: Record<string, unknown>) => resolve({ success }),
          fail: (fail: { errMsg: string }) => resolve({ fail }),
        })
      }),
    [name, option] as const,
  )
}
