import { beforeEach, describe, expect, it } from 'vitest'
import { emulator, setFault } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { teamLogin } from '../test-support/team-login'
import { testUser } from '../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

const RISKY = '去赌博'
const DOUBTFUL = '政治'

async function setup(changes: Record<string, string>) {
  const service = testService(changes)
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const create = (title: string) => user.create({ fileName: 'v.mp4', fileSize: 1000, title })
  return { service, user, create }
}

const checks = async () => ((await emulator('GET', '/calls')) as Record<string, number>).msgSecCheck ?? 0

describe('CHECK_TITLES', () => {
  it('refuses what is not to be published, wherever it is said', async () => {
    const { user, create } = await setup({ CHECK_TITLES: 'risky' })
    const refusal = { status: 400, json: { code: 'text_refused' } }
    expect(await create(RISKY)).toMatchObject(refusal)
    const made = await create('海边')
    expect(made.status).toBe(200)
    const videoId = made.json.videoId as string
    const change = (body: object) => user.call('PATCH', `/videos/${videoId}`, body)
    expect(await change({ title: RISKY })).toMatchObject(refusal)
    expect(await change({ description: `one\n${RISKY}` })).toMatchObject(refusal)
    expect(await change({ tags: ['sea', RISKY] })).toMatchObject(refusal)
    expect((await change({ title: '山里', description: '' })).status).toBe(200)
    // A client may say one thing to this service and another to VOD.
    expect(await user.claim(await user.createAtVod({ Title: RISKY }))).toMatchObject(refusal)
    expect(await user.claim(videoId, { title: RISKY, fileSize: 1000 })).toMatchObject(refusal)
  })

  it.each([
    ['risky', 200],
    ['review', 400],
  ])('%s: what WeChat would have a person look at is answered with %i', async (setting, status) => {
    const { service, create } = await setup({ CHECK_TITLES: setting })
    expect((await create(DOUBTFUL)).status).toBe(status)
    const lines = service.log.filter(({ event }) => event === 'text')
    expect(lines).toEqual(status === 200 ? [expect.objectContaining({ code: 'text_doubtful' })] : [])
    expect(JSON.stringify(service.log)).not.toContain(DOUBTFUL)
  })

  it('asks nothing while it is off', async () => {
    const { create } = await setup({})
    expect((await create(RISKY)).status).toBe(200)
    expect(await checks()).toBe(0)
  })

  it('lets through, and logs, what WeChat cannot judge for this user', async () => {
    const { service, create } = await setup({ CHECK_TITLES: 'review' })
    await setFault('msgSecCheck', { type: 'error', status: 500, code: '61010' })
    expect((await create('海边')).status).toBe(200)
    expect(service.log).toContainEqual(expect.objectContaining({ event: 'text', code: 'text_unchecked' }))
  })

  it('asks once more where the access token has ended, and says when WeChat is busy', async () => {
    const { create } = await setup({ CHECK_TITLES: 'risky' })
    await setFault('msgSecCheck', { type: 'error', status: 500, code: '40001' })
    expect((await create('海边')).status).toBe(200)
    await setFault('msgSecCheck', { type: 'error', status: 500, code: '-1' })
    expect(await create('海边')).toMatchObject({ status: 502, json: { code: 'wechat_busy' } })
  })

  it("is off where the login gives no user's openid, and says so", async () => {
    const team = await teamLogin()
    const service = testService({ ...team.settings, CHECK_TITLES: 'review' })
    expect(service.log).toContainEqual(expect.objectContaining({ event: 'setting', level: 'warn' }))
    const headers = { authorization: `Bearer ${await team.token('user-17')}` }
    const body = { fileName: 'v.mp4', fileSize: 1000, title: RISKY }
    expect((await service.call('POST', '/uploads', { headers, body })).status).toBe(200)
    expect(await checks()).toBe(0)
  })
})
