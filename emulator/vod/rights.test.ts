import { expect, test } from 'vitest'
import { emulatorForTests } from '../test-support/emulator'
import { sendSigned } from '../test-support/hand-signed'
import { sessionKey } from '../test-support/keys'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

test.each([
  ['CreateUploadVideo', 'MissingTitle'],
  ['RefreshUploadVideo', 'MissingVideoId'],
  ['CreateUploadImage', 'MissingImageType'],
  ['UpdateVideoInfo', 'MissingVideoId'],
  ['GetVideoInfo', 'MissingVideoId'],
])('%s needs its own right', async (action, whenAllowed) => {
  cloud.account.roles.push({
    name: 'all-of-vod',
    roleId: '1',
    maxSessionSeconds: 3600,
    trustPolicy: '',
    policies: ['{"Version":"1","Statement":[{"Effect":"Allow","Action":"vod:*","Resource":"*"}]}'],
  })
  try {
    const only = (Effect: string, Action: string) => `{"Effect":"${Effect}","Action":"${Action}","Resource":"*"}`
    const policy = (...statements: string[]) => `{"Version":"1","Statement":[${statements.join()}]}`
    const code = async (sessionPolicy: string) => {
      const key = sessionKey(cloud, { role: 'all-of-vod', policy: sessionPolicy })
      return (await sendSigned(emulator, { key, signature: 'RPC', action, now: clock.now() })).code
    }
    expect(await code(policy(only('Allow', `vod:${action}`)))).toBe(whenAllowed)
    expect(await code(policy(only('Allow', 'vod:*'), only('Deny', `vod:${action}`)))).toBe('Forbidden.RAM')
  } finally {
    cloud.account.roles.pop()
  }
})
