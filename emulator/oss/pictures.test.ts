import { expect, test } from 'vitest'
import { callsTo } from '../test-support/calls'
import { emulatorForTests } from '../test-support/emulator'
import { readTicket } from '../test-support/vod'
import { aliOss } from './test-support/ali-oss'
import { send } from './test-support/send'

const emulator = await emulatorForTests()
const { create, control } = callsTo(emulator)

/** Without a signature, as a page shows a picture. */
const read = (url: unknown) => send(emulator.port, { path: new URL(String(url)).pathname })

/** The vendor's client, with what an UploadAuth holds. */
const clientOf = ({ AccessKeyId, AccessKeySecret, SecurityToken }: Record<string, string>) =>
  aliOss(emulator.port, {
    accessKeyId: String(AccessKeyId),
    accessKeySecret: String(AccessKeySecret),
    securityToken: String(SecurityToken),
  })

test('a cover is put with the ticket of CreateUploadImage, and everybody can see it', async () => {
  const { json } = await create({ action: 'CreateUploadImage', parameters: { ImageType: 'cover', ImageExt: 'png' } })
  const { address, auth } = readTicket(json)
  await clientOf(auth).put(String(address.FileName), Buffer.from('a picture'), { mime: 'image/png' })
  const answer = await read(json.ImageURL)
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png'])
  expect(answer.body).toBe('a picture')
})

test('the snapshot of a transcoded video can be seen, its file cannot', async () => {
  await control('PATCH', 'switches', { transcodes: true })
  const { VideoId } = (await create()).json
  await control('POST', `videos/${VideoId}/file`, 'bytes')
  const { coverUrl } = (await control('GET', `videos/${VideoId}`)).json
  const answer = await read(coverUrl)
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/svg+xml'])
  expect((await read(String(coverUrl).replace('.cover.jpg', ''))).status).toBe(403)
  expect((await read(String(coverUrl).replace('sv/', 'sv/none'))).status).toBe(404)
})

test('OSS takes nothing more where the account has no room left', async () => {
  const { address, auth } = readTicket((await create()).json)
  const oss = clientOf(auth)
  await control('PATCH', 'switches', { quotaExceeded: true })
  const put = () => oss.put(String(address.FileName), Buffer.from('x'))
  await expect(put()).rejects.toMatchObject({ code: 'StorageQuotaExceeded', status: 403 })
  await control('PATCH', 'switches', { quotaExceeded: false })
  expect((await put()).res.status).toBe(200)
})
