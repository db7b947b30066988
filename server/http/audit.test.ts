import { decode } from 'hono/jwt'
import { beforeEach, expect, it } from 'vitest'
import { emulator, setFault } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

it('the log has one line for each call: who did what, with what result, and its ids', async () => {
  const service = testService()
  const user = await testUser(service, 'alice')
  const { headers } = await user.call('POST', '/credentials')
  const { videoId } = (await user.create()).json
  await user.refresh(videoId as string)
  await user.play(videoId as string)
  await user.list()
  await user.remove('f'.repeat(32))
  const [login, credentials, ...others] = service.audit
  expect(login).toEqual({
    level: 'info',
    event: 'call',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    user: expect.stringMatching(/^[0-9a-f]{16}$/),
    action: 'POST /session',
    result: 'ok',
    status: 200,
    upstreamRequestId: undefined,
    ms: expect.any(Number),
  })
  expect(credentials).toMatchObject({
    action: 'POST /credentials',
    user: login?.user,
    requestId: headers.get('x-request-id'),
    upstreamRequestId: expect.stringMatching(/^[0-9A-F-]{24,36}$/),
  })
  expect(others.map(({ action, result, code }) => [action, result, code])).toEqual([
    ['POST /uploads', 'ok', undefined],
    ['POST /uploads/:videoId/refresh', 'ok', undefined],
    ['GET /videos/:videoId/play', 'refused', 'video_not_playable'],
    ['GET /videos', 'ok', undefined],
    ['DELETE /videos/:videoId', 'refused', 'video_not_found'],
  ])
  expect(others.slice(0, 3).every(({ upstreamRequestId }) => upstreamRequestId)).toBe(true)
})

it('the log names nobody: no openid, no session, no key, no code', async () => {
  const service = testService()
  const authorization = await service.login('alice')
  const { json } = await service.call('POST', '/credentials', { headers: { authorization } })
  const openid = decode(authorization.slice('Bearer '.length)).payload.sub as string
  const lines = JSON.stringify(service.audit)
  for (const secret of [openid, authorization.slice(7), json.accessKeySecret, json.securityToken, 'dev-alice']) {
    expect(lines).not.toContain(secret)
  }
})

it('the log says why a claim was refused, the answer only that it was', async () => {
  const service = testService({ CLAIMS: 'any' })
  const user = await testUser(service, 'alice')
  const videoId = await user.createAtVod({ UserData: '{}' })
  await emulator('POST', `/videos/${videoId}/file`, 'x')
  const { json } = await user.claim(videoId)
  expect(json.detail).toBe('You have no video with this id.')
  expect(service.audit.at(-1)).toMatchObject({ result: 'refused', hint: 'the video is Normal, not Uploading' })
})

it('the log marks what the operator has to look at, with the id of the request that failed in the cloud', async () => {
  const service = testService()
  const user = await testUser(service, 'alice')
  await setFault('AssumeRole', { type: 'error', status: 403, code: 'NoPermission' })
  await user.call('POST', '/credentials')
  expect(service.audit.at(-1)).toMatchObject({
    level: 'error',
    result: 'failed',
    code: 'role_not_assumable',
    upstreamRequestId: expect.stringMatching(/^[0-9A-F-]{24,36}$/),
  })
})

it('the log has no line for health checks, and one for everything else', async () => {
  const service = testService()
  await service.call('GET', '/healthz')
  expect(service.audit).toEqual([])
  await service.call('GET', '/nothing?secret=1')
  expect(service.audit).toEqual([expect.objectContaining({ action: 'unknown', code: 'not_found' })])
  expect(JSON.stringify(service.audit)).not.toContain('secret')
})
