import { expect, test } from 'vitest'
import { demoAccount } from '../account'
import { callsTo } from '../test-support/calls'
import { emulatorForTests } from '../test-support/emulator'

const emulator = await emulatorForTests()
const { control } = callsTo(emulator)
const [miniProgram] = demoAccount.miniPrograms
const [template] = miniProgram?.templates ?? []
const OPENID = `o${'x'.repeat(27)}`

const post = async (path: string, body: unknown) => {
  const answer = await fetch(`${emulator.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain'])
  return (await answer.json()) as Record<string, unknown>
}

const credentials = { grant_type: 'client_credential', appid: miniProgram?.appId, secret: miniProgram?.appSecret }
const ask = (fields: Record<string, unknown> = {}) => post('/cgi-bin/stable_token', { ...credentials, ...fields })
const tokenOf = async (fields?: Record<string, unknown>) => String((await ask(fields)).access_token)

const message = {
  touser: OPENID,
  template_id: template?.id,
  page: 'pages/videos/videos',
  data: {
    thing1: { value: '海边' },
    phrase2: { value: '可以观看' },
    time3: { value: '2026年1月2日 03:04' },
    thing4: { value: '-' },
  },
}
const send = async (fields: Record<string, unknown> = {}, token?: string) =>
  post(`/cgi-bin/message/subscribe/send?access_token=${token ?? (await tokenOf())}`, { ...message, ...fields })

test('a stable token is the same for everybody until five minutes before its end, and then two are good', async () => {
  const first = await tokenOf()
  emulator.clock.advance(6899)
  expect(await ask()).toEqual({ access_token: first, expires_in: 301 })
  emulator.clock.advance(2)
  const second = await tokenOf()
  expect(second).not.toBe(first)
  expect((await send({}, first)).errcode).toBe(0)
  expect((await send({}, second)).errcode).toBe(0)
  emulator.clock.advance(300)
  expect((await send({}, first)).errcode).toBe(40001)
})

test('a forced token ends the one before, twenty times a day', async () => {
  const first = await tokenOf()
  const second = await tokenOf({ force_refresh: true })
  expect((await send({}, first)).errcode).toBe(40001)
  expect((await send({}, second)).errcode).toBe(0)
  for (let i = 1; i < 20; i++) await ask({ force_refresh: true })
  expect((await ask({ force_refresh: true })).errcode).toBe(45009)
})

test.each([
  [{ appid: 'wx0000000000000000' }, 40013],
  [{ secret: 'wrong' }, 40125],
  [{ grant_type: 'x' }, 40002],
  [{ appid: undefined }, 41002],
])('stable_token refuses %j', async (fields, errcode) => {
  expect((await ask(fields)).errcode).toBe(errcode)
})

test('a message that fits its template is sent', async () => {
  expect(await send()).toMatchObject({ errcode: 0 })
  expect((await control('GET', 'messages')).json).toEqual([
    {
      touser: OPENID,
      templateId: template?.id,
      page: 'pages/videos/videos',
      data: { thing1: '海边', phrase2: '可以观看', time3: '2026年1月2日 03:04', thing4: '-' },
      sentAt: expect.any(String),
    },
  ])
})

const changed = (key: string, value: string | undefined) => ({ data: { ...message.data, [key]: value && { value } } })

test.each([
  [{ touser: 'x' }, 40003],
  [{ template_id: 'x' }, 40037],
  [changed('thing1', '字'.repeat(21)), 47003],
  [changed('phrase2', '六个字的状态'), 47003],
  [changed('thing4', undefined), 47003],
  [changed('thing9', 'x'), 47003],
  [{ data: null }, 47003],
])('a message with %j is refused', async (fields, errcode) => {
  expect((await send(fields)).errcode).toBe(errcode)
  expect((await control('GET', 'messages')).json).toEqual([])
})

test('a switch makes all users refuse', async () => {
  await control('PATCH', 'switches', { messagesRefused: true })
  expect((await send()).errcode).toBe(43101)
})

test('msgSecCheck judges a text by its words, and refuses what it cannot read', async () => {
  const check = async (fields: Record<string, unknown> = {}, token?: string) =>
    post(`/wxa/msg_sec_check?access_token=${token ?? (await tokenOf())}`, {
      ...{ version: 2, openid: OPENID, scene: 4, content: '海边' },
      ...fields,
    })
  expect(await check()).toMatchObject({ errcode: 0, result: { suggest: 'pass', label: 100 } })
  expect(await check({ content: '去赌博' })).toMatchObject({ result: { suggest: 'risky' } })
  expect(await check({ content: '政治' })).toMatchObject({ result: { suggest: 'review', label: 20001 } })
  expect((await check({}, 'x')).errcode).toBe(40001)
  expect((await check({ openid: 'x' })).errcode).toBe(40003)
  expect((await check({ scene: 5 })).errcode).toBe(40129)
  expect((await check({ version: 1 })).errcode).toBe(47001)
  expect((await check({ content: '' })).errcode).toBe(44002)
  expect((await check({ content: '字'.repeat(2501) })).errcode).toBe(45002)
})
