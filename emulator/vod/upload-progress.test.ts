import { expect, test } from 'vitest'
import { emulatorForTests } from '../test-support/emulator'
import { keyOf, sessionKey } from '../test-support/keys'
import { callVod, popCore } from '../test-support/sdk-clients'

const emulator = await emulatorForTests()

const client = { Source: 'WebSDK', ClientId: 'client-1', AuthTimestamp: '1700000000000', AuthInfo: 'hash' }
const file = { FileName: '海边 1.mp4', FileSize: 1000, FileCreateTime: '2026-01-02', FileHash: '' }
const asked = { ...client, UploadInfoList: JSON.stringify([file, { ...file, FileName: 'another.mp4' }]) }
const report = {
  ...client,
  ...file,
  FileSize: '1000',
  UploadRatio: '0.5',
  UploadId: 'ABC',
  DonePartsCount: '1',
  TotalPart: '2',
  PartSize: '524288',
  VideoId: 'v1',
}

/** Clients that nobody here wrote, with a token that may make an upload and nothing else. */
const clients = [
  [
    'pop-core',
    (action: string, parameters: Record<string, string>) =>
      popCore(emulator, sessionKey(emulator.cloud)).request<Record<string, unknown>>(action, parameters, {
        method: 'POST',
      }),
  ],
  [
    'openapi-client',
    (action: string, parameters: Record<string, string>) =>
      callVod(emulator, { key: sessionKey(emulator.cloud), action, parameters, signature: 'RPC', method: 'GET' }),
  ],
] as const

test.each(clients)('what an uploader has reported is there when it asks again: %s', async (_, call) => {
  expect(await call('GetUploadProgress', asked)).toMatchObject({ UploadProgress: { UploadProgressList: [] } })
  expect(await call('ReportUploadProgress', report)).toEqual({ RequestId: expect.stringMatching(/^[0-9A-F]{24}$/) })
  await call('ReportUploadProgress', { ...report, UploadRatio: '1', DonePartsCount: '2' })
  expect(await call('GetUploadProgress', asked)).toMatchObject({
    UploadProgress: {
      UploadProgressList: [
        { ...file, VideoId: 'v1', UploadId: 'ABC', UploadRatio: 1, DonePartsCount: 2, TotalPart: 2 },
      ],
    },
  })
  const other = await call('GetUploadProgress', { ...asked, ClientId: 'client-2' })
  expect(other).toMatchObject({ UploadProgress: { UploadProgressList: [] } })
})

test('the vendor’s web uploader calls them without an access key, and gets nothing else without one', async () => {
  const call = async (Action: string, parameters: Record<string, string>) => {
    const common = { Action, Version: '2017-03-21', Format: 'JSON', SignatureNonce: 'n', Signature: 'of-no-key' }
    const answer = await fetch(`${emulator.url}/?${new URLSearchParams({ ...common, ...parameters })}`)
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
  }
  expect((await call('ReportUploadProgress', { ...report, UserId: '1' })).status).toBe(200)
  expect((await call('GetUploadProgress', { ...asked, UserId: '1' })).json).toMatchObject({
    UploadProgress: { UploadProgressList: [{ VideoId: 'v1' }] },
  })
  expect((await call('CreateUploadVideo', { Title: 't', FileName: 'v.mp4' })).json.Code).toBe('MissingAccessKeyId')
})

test.each([
  ['GetUploadProgress', { ...asked, UploadInfoList: 'a.mp4' }, 'InvalidParameter'],
  ['GetUploadProgress', { ...asked, UploadInfoList: '[1]' }, 'InvalidParameter'],
  ['GetUploadProgress', client, 'MissingUploadInfoList'],
  ['ReportUploadProgress', { ...report, UploadRatio: 'half' }, 'InvalidParameter'],
  ['ReportUploadProgress', { ...file, FileSize: '1', UploadRatio: '0' }, 'MissingAuthTimestamp'],
])('%s refuses what it cannot read: %o', async (action, parameters, code) => {
  const call = callVod(emulator, { key: keyOf('operator'), action, parameters: parameters as Record<string, string> })
  await expect(call).rejects.toMatchObject({ code })
})
