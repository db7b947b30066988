import { expect, test } from 'vitest'
import { demoAccount } from '../account'
import { emulatorForTests } from '../test-support/emulator'
import { sendSigned } from '../test-support/hand-signed'
import { keyOf } from '../test-support/keys'
import { readTicket } from '../test-support/vod'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

const createImage = (parameters: Record<string, string>) =>
  sendSigned(emulator, {
    key: keyOf('operator'),
    signature: 'RPC',
    action: 'CreateUploadImage',
    now: clock.now(),
    parameters,
  })

test('CreateUploadImage gives an address and a key for one image', async () => {
  const { json } = await createImage({ ImageType: 'cover', ImageExt: 'jpg', Title: 't' })
  const { address, auth } = readTicket(json)
  expect(json.ImageId).toMatch(/^[0-9a-f]{32}$/)
  expect(address.FileName).toMatch(/^image\/cover\/[0-9A-F]{32}-6-2\.jpg$/)
  expect(json.FileURL).toBe(`http://${demoAccount.bucket}.localhost:${emulator.port}/${address.FileName}`)
  expect(json.ImageURL).toBe(json.FileURL)
  expect(cloud.credentials.find(auth.AccessKeyId ?? '')?.grant).toEqual({
    kind: 'upload',
    bucket: demoAccount.bucket,
    key: address.FileName,
  })
})

test.each([
  [{}, 'MissingImageType'],
  [{ ImageType: 'poster' }, 'InvalidParameter'],
  [{ ImageType: 'cover', ImageExt: 'heic' }, 'InvalidParameter'],
  [{ ImageType: 'cover', Title: 'x'.repeat(129) }, 'LengthExceededMax'],
])('CreateUploadImage refuses %j', async (parameters: Record<string, string>, code) => {
  expect((await createImage(parameters)).code).toBe(code)
})
