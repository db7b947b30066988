import { request } from 'node:http'
import { expect, test } from 'vitest'
import { emulatorForTests } from './test-support/emulator'
import { sign } from './test-support/hand-signed'
import { keyOf } from './test-support/keys'

const emulator = await emulatorForTests()

/** CreateUploadVideo by a host of our choice, which fetch does not let us have. Returns the status. */
function create(host: string, signature: 'RPC' | 'V3', method: 'GET' | 'POST'): Promise<number | undefined> {
  const { query, headers } = sign(
    {
      ...{ key: keyOf('operator'), signature, method, now: emulator.clock.now() },
      ...{ action: 'CreateUploadVideo', parameters: { Title: 't', FileName: 'v.mp4' } },
    },
    host,
  )
  const path = `/?${new URLSearchParams([...query])}`
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: emulator.port, method, path, headers: { ...headers, host } }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode))
    })
      .once('error', reject)
      .end()
  })
}

test.each([
  ['RPC', 'GET'],
  ['RPC', 'POST'],
  ['V3', 'POST'],
] as const)('by VOD’s real name the gateway answers, and no bucket: %s, %s', async (signature, method) => {
  expect(await create('vod.cn-shanghai.aliyuncs.com', signature, method)).toBe(200)
  expect([...emulator.cloud.calls]).toEqual([['CreateUploadVideo', 1]])
})
