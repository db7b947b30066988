import { describe, expect, test } from 'vitest'
import { emulatorForTests } from '../test-support/emulator'
import { type HandSigned, type RawRequest, send, sendSigned } from '../test-support/hand-signed'
import { keyOf } from '../test-support/keys'

const emulator = await emulatorForTests()
const { clock } = emulator

/** GetVideoInfo of no video: its own error says that the gateway let the call through. */
const THROUGH = 'InvalidVideo.NotFound'
const call = (options: Partial<HandSigned>) =>
  sendSigned(emulator, {
    key: keyOf('operator'),
    signature: 'RPC',
    parameters: { VideoId: 'none' },
    now: clock.now(),
    ...options,
  })

describe('RPC', () => {
  test('a GET may come without a Timestamp, as the vendor’s mini program SDK sends it; a POST may not', async () => {
    const without = ['Timestamp']
    expect((await call({ without })).code).toBe(THROUGH)
    expect((await call({ without, method: 'POST' })).code).toBe('MissingTimestamp')
  })

  test.each(['Action', 'Version', 'AccessKeyId', 'SignatureNonce', 'SignatureMethod', 'SignatureVersion'])(
    '%s must be there',
    async (name) => {
      expect(await call({ without: [name] })).toMatchObject({ status: 400, code: `Missing${name}` })
    },
  )

  test.each([
    ['Timestamp', 'Tue, 01 Dec 2026 00:00:00 GMT', 'InvalidTimeStamp.Format'],
    ['Timestamp', '2026-13-01T00:00:00Z', 'InvalidTimeStamp.Format'],
    ['SignatureMethod', 'HMAC-SHA256', 'InvalidSignatureMethod'],
    ['SignatureVersion', '2.0', 'IncompleteSignature'],
  ])('%s cannot be %s', async (name, value, code) => {
    expect((await call({ parameters: { [name]: value } })).code).toBe(code)
  })

  test('a parameter in the form of a POST is signed like one in the query', async () => {
    const moveToForm = (request: RawRequest) => {
      request.body = new URLSearchParams([...request.query]).toString()
      request.headers['content-type'] = 'application/x-www-form-urlencoded'
      request.query.clear()
    }
    expect((await call({ method: 'POST', spoil: moveToForm })).code).toBe(THROUGH)
    const spoil = (request: RawRequest) => {
      moveToForm(request)
      request.body = request.body.replace('VideoId=none', 'VideoId=nonf')
    }
    expect((await call({ method: 'POST', spoil })).code).toBe('SignatureDoesNotMatch')
  })

  test('Signature must be there', async () => {
    expect((await call({ spoil: ({ query }) => query.delete('Signature') })).code).toBe('MissingSignature')
  })
})

describe('V3', () => {
  const v3 = (options: Partial<HandSigned>) => call({ signature: 'V3', ...options })

  test('a body that does not have its hash is refused', async () => {
    const answer = await v3({
      spoil: (request) => {
        request.body = 'x'
      },
    })
    expect(answer.code).toBe('SignatureDoesNotMatch')
    expect(answer.json.Message).toContain('x-acs-content-sha256 is not the hash of the body')
  })

  test('a hash that fits the body but was not signed is refused', async () => {
    const spoil = ({ headers }: RawRequest) => {
      headers['x-acs-content-sha256'] = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b856'
    }
    expect((await v3({ spoil })).code).toBe('SignatureDoesNotMatch')
  })

  test.each(['x-acs-action', 'x-acs-date', 'x-acs-signature-nonce'])('%s cannot be changed', async (name) => {
    const changed: Record<string, string> = {
      'x-acs-action': 'RefreshUploadVideo',
      'x-acs-date': new Date(clock.now() - 1000).toISOString().replace('.000', ''),
      'x-acs-signature-nonce': 'another',
    }
    const spoil = ({ headers }: RawRequest) => {
      headers[name] = changed[name] ?? ''
    }
    expect((await v3({ spoil })).code).toBe('SignatureDoesNotMatch')
  })

  test.each([
    ['an algorithm it does not know', (value: string) => value.replace('SHA256', 'SM3')],
    ['a signature that is no hex', (value: string) => `${value.slice(0, -1)}z`],
    ['headers out of order', (value: string) => value.replace('host;x-acs-action', 'x-acs-action;host')],
    ['the host left out', (value: string) => value.replace('host;', '')],
    ['the date left out', (value: string) => value.replace('x-acs-date;', '')],
  ])('an Authorization with %s is incomplete', async (_, change) => {
    const spoil = ({ headers }: RawRequest) => {
      headers.authorization = change(headers.authorization ?? '')
    }
    expect(await v3({ spoil })).toMatchObject({ status: 400, code: 'IncompleteSignature' })
  })

  test('a token that was not signed is refused', async () => {
    const spoil = ({ headers }: RawRequest) => {
      headers['x-acs-security-token'] = 'CAISxyz'
    }
    expect((await v3({ spoil })).code).toBe('IncompleteSignature')
  })
})

describe('an answer', () => {
  const unsigned = (query: Record<string, string>, method = 'GET', path = '/') =>
    send(emulator, { method, query: new Map(Object.entries(query)), headers: {}, body: '' }, path)

  test('is XML unless JSON is asked for', async () => {
    const { headers, text } = await unsigned({ Action: 'NoSuch' })
    expect(headers.get('content-type')).toBe('text/xml;charset=utf-8')
    expect(text).toMatch(/^<\?xml .*<Error><RequestId>\w+<\/RequestId>.*<Code>InvalidApi.NotFound<\/Code>/)
    expect((await unsigned({ Action: 'NoSuch', Format: 'json' })).code).toBe('InvalidApi.NotFound')
    expect((await unsigned({ Format: 'yaml' })).text).toContain('<Code>InvalidParameter.Format</Code>')
  })

  test('of a success has the action’s name as its XML root, and escapes text', async () => {
    const parameters = { Title: '<a> & b', FileName: 'v.mp4' }
    const { json } = await call({ action: 'CreateUploadVideo', parameters })
    const { status, text } = await call({ parameters: { VideoId: String(json.VideoId) }, without: ['Format'] })
    expect(status).toBe(200)
    expect(text).toMatch(/<GetVideoInfoResponse><RequestId>\w+<\/RequestId><Video>/)
    expect(text).toContain('<Title>&lt;a&gt; &amp; b</Title>')
  })

  test('with an error has the fields of the real one', async () => {
    const { json, headers } = await call({})
    expect(json).toEqual({
      RequestId: headers.get('x-acs-request-id'),
      HostId: new URL(emulator.url).host,
      Code: 'InvalidVideo.NotFound',
      Message: 'The video does not exist.',
      Recommend: expect.stringContaining('q=InvalidVideo.NotFound'),
    })
  })

  test('can be read by a web page, which asks first', async () => {
    expect((await call({})).headers.get('access-control-allow-origin')).toBe('*')
    const preflight = await fetch(emulator.url, {
      method: 'OPTIONS',
      headers: { 'access-control-request-headers': 'authorization,x-acs-action' },
    })
    expect(preflight.status).toBe(200)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,x-acs-action')
  })

  test('to another method or path is an error', async () => {
    expect((await unsigned({ Format: 'JSON' }, 'PUT')).code).toBe('UnsupportedHTTPMethod')
    expect((await unsigned({ Format: 'JSON', Action: 'GetVideoInfo' }, 'GET', '/x')).code).toBe('InvalidApi.NotFound')
  })
})
