import { describe, expect, it } from 'vitest'
import { testService } from './test-support/service'

describe('the service', () => {
  it('says that it is well', async () => {
    const { status, json } = await testService().call('GET', '/healthz')
    expect(status).toBe(200)
    expect(json).toEqual({ status: 'ok' })
  })

  it.each([
    ['no JSON type', 'text/plain', '{"code":"a"}', 415, 'unsupported_media_type'],
    ['broken JSON', 'application/json', '{"code":', 400, 'malformed_json'],
    ['no object', 'application/json', '[1]', 400, 'invalid_body'],
    ['no code', 'application/json', '{}', 400, 'invalid_body'],
    ['a code that is no text', 'application/json', '{"code":7}', 400, 'invalid_body'],
    ['an empty code', 'application/json', '{"code":""}', 400, 'invalid_body'],
    ['an endless code', 'application/json', `{"code":"${'a'.repeat(129)}"}`, 400, 'invalid_body'],
    ['an unknown field', 'application/json; charset=utf-8', '{"code":"a","openid":"b"}', 400, 'invalid_body'],
    ['more than 16 KiB', 'application/json', `{"code":"${'a'.repeat(16 * 1024)}"}`, 413, 'body_too_large'],
  ])('refuses a body with %s', async (_, contentType, body, status, code) => {
    const { json, headers, ...answer } = await testService().call('POST', '/session', {
      body,
      headers: { 'content-type': contentType },
    })
    expect([answer.status, json.code]).toEqual([status, code])
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(json).toEqual({
      type: 'about:blank',
      code,
      status,
      title: expect.any(String),
      detail: expect.any(String),
      requestId: headers.get('x-request-id'),
    })
  })

  it('names the field that is wrong, and never its value', async () => {
    const { call } = testService()
    const detail = async (body: unknown) => (await call('POST', '/session', { body })).json.detail
    expect(await detail({ code: 'a', openid: 'value-1' })).toBe('There is no field "openid".')
    expect(await detail({})).toBe('The field "code" is missing.')
    expect(await detail({ code: 'value-2\n' })).toMatch(/^The field "code" is not valid/)
    expect(await detail({ code: 'value-2\n' })).not.toContain('value-2')
  })

  it('knows its addresses and their methods', async () => {
    const { call } = testService()
    const missing = await call('GET', '/nothing')
    expect([missing.status, missing.json.code]).toEqual([404, 'not_found'])
    const wrong = await call('GET', '/session')
    expect([wrong.status, wrong.json.code, wrong.headers.get('allow')]).toEqual([405, 'method_not_allowed', 'POST'])
  })

  it("takes over the caller's request id if it is well-formed, and makes one otherwise", async () => {
    const { call } = testService()
    const idOf = async (id: string) =>
      (await call('GET', '/nothing', { headers: { 'x-request-id': id } })).json.requestId
    expect(await idOf('abc-123')).toBe('abc-123')
    expect(await idOf('a b"c')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await idOf('a'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/)
  })
})
