import { expect, test } from 'vitest'
import { CHECK_IDS } from './finding'
import { allow, doctorForTests, failures } from './test-support/doctor'

const { emulator, serviceUrl, examine, configure } = await doctorForTests()
const { cloud } = emulator

test('a healthy setup passes every check, with at most 20 calls', async () => {
  const diagnosis = await examine()
  expect(failures(diagnosis)).toEqual([])
  expect(diagnosis.findings.map(({ id, status }) => [id, status])).toEqual(CHECK_IDS.map((id) => [id, 'ok']))
  expect(diagnosis.healthy).toBe(true)
  expect(diagnosis.calls).toBeLessThanOrEqual(20)
  const atTheClouds = [...cloud.calls.values()].reduce((sum, count) => sum + count, 0)
  // Two are for the service.
  expect(atTheClouds).toBe(diagnosis.calls - 2)
})

test('what it makes at VOD it deletes again', async () => {
  const diagnosis = await examine()
  expect(cloud.calls.get('DeleteVideo')).toBeGreaterThan(0)
  expect(cloud.videos.all()).toEqual([])
  expect(diagnosis.probes).toEqual([])
})

test('where it may not delete the probe, and need not, that is said with its id, and no failure', async () => {
  const rights = ['CreateUploadVideo', 'RefreshUploadVideo', 'Get*', 'UpdateVideoInfo', 'CreateUploadImage']
  configure({
    users: { 'token-service': { policies: [allow('sts:AssumeRole', ...rights.map((right) => `vod:${right}`))] } },
  })
  const diagnosis = await examine()
  const [left] = cloud.videos.all()
  expect(diagnosis.healthy).toBe(true)
  expect(diagnosis.probes).toEqual([{ videoId: left?.videoId, title: 'wevod doctor' }])
  expect(diagnosis.shown).toContain(`! Probe`)
  expect(diagnosis.shown).toContain(left?.videoId)
})

test('both lists of domains are there to be pasted, for this mini program and for others', async () => {
  const bucket = `http://${cloud.account.bucket}.localhost:${emulator.port}`
  const { domains, shown } = await examine({ app: { engine: 'vendor', authMethod: 'credential' } })
  expect(domains).toEqual([
    {
      engine: 'multipart',
      authMethod: 'sts',
      isYours: false,
      request: [serviceUrl, emulator.url, bucket],
      uploadFile: [],
    },
    { engine: 'multipart', authMethod: 'credential', isYours: false, request: [serviceUrl, bucket], uploadFile: [] },
    // Covers go by wx.request.
    {
      engine: 'vendor',
      authMethod: 'sts',
      isYours: false,
      request: [serviceUrl, emulator.url, bucket],
      uploadFile: [bucket],
    },
    { engine: 'vendor', authMethod: 'credential', isYours: true, request: [serviceUrl, bucket], uploadFile: [bucket] },
  ])
  expect(shown).toMatch(new RegExp(`request合法域名 +${serviceUrl};${bucket}\\n +uploadFile合法域名 +${bucket}\\n`))
})

test('it says the same in Chinese', async () => {
  configure({ miniPrograms: { wxd3d3d3d3d3d3d3d3: { appSecret: 'another-secret-since' } } })
  const { shown, findings } = await examine({ language: 'zh' })
  expect(failures({ findings } as Parameters<typeof failures>[0])).toMatchObject([{ id: 'wechat', code: '40125' }])
  expect(shown).toMatch(/原因.*WECHAT_APP_SECRET 不对/)
  expect(shown).toMatch(/不正常：1 项检查未通过/)
})

test('a second look at the service leaves one event, however often it comes', async () => {
  await examine()
  expect((await examine()).healthy).toBe(true)
})

test('without an address of the service, it is the one that VOD calls back', async () => {
  const { findings } = await examine({ serviceUrl: undefined })
  expect(findings.find(({ id }) => id === 'service')).toMatchObject({ status: 'ok' })
})

test('what nobody has set is skipped, and says why', async () => {
  const settings = { VOD_CALLBACK_URL: undefined, VOD_CALLBACK_KEY: undefined, REVIEW: 'false' }
  const { findings, healthy } = await examine({ settings, serviceUrl: undefined })
  const skipped = findings.filter(({ status }) => status === 'skipped')
  expect(skipped.map(({ id }) => id)).toEqual(['review', 'vod-callback', 'service', 'callback'])
  for (const { cause, because } of skipped) expect([cause, because]).toEqual([expect.stringMatching(/\w/), undefined])
  expect(healthy).toBe(true)
})
