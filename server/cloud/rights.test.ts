import * as v from 'valibot'
import { expect, test } from 'vitest'
import { VOD_ACTIONS, vodRights } from './rights'
import { vodClient } from './vod'
import type { VodCall } from './vod-call'

const none = { covers: false, deleteAtVod: false, enforceAtVod: 'report' } as const

/** Calls every method of the client, and notes what it asks VOD for. */
async function actionsOfClient(): Promise<string[]> {
  const asked: string[] = []
  const call: VodCall = (action, _parameters, answer) => {
    asked.push(action)
    // What VOD answers is of no interest here.
    return Promise.reject(new v.ValiError([...(v.safeParse(answer, {}).issues ?? [])] as never))
  }
  const client = vodClient(call)
  const video = ['0'.repeat(32), {}] as const
  for (const method of Object.values(client) as ((...args: unknown[]) => Promise<unknown>)[]) {
    await method(...video).catch(() => undefined)
  }
  return asked
}

test('the table of rights has every action that the client of VOD calls, and no other', async () => {
  expect([...(await actionsOfClient())].sort()).toEqual([...VOD_ACTIONS].sort())
})

test.each([
  [{}, []],
  [{ covers: true }, ['vod:CreateUploadImage']],
  [{ deleteAtVod: true }, ['vod:DeleteVideo']],
  [{ enforceAtVod: 'marked' as const }, ['vod:DeleteVideo', 'vod:CreateAudit']],
  [{ enforceAtVod: 'all' as const }, ['vod:DeleteVideo', 'vod:CreateAudit']],
])('%j needs these besides: %j', (settings, more) => {
  const least = vodRights(none)
  expect(vodRights({ ...none, ...settings })).toEqual([...least, ...more])
  expect(least).toEqual(
    ['CreateUploadVideo', 'RefreshUploadVideo', 'GetVideoInfo', 'GetPlayInfo', 'UpdateVideoInfo'].map(
      (action) => `vod:${action}`,
    ),
  )
})
