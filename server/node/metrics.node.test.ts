import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { ADMIN, adminHeaders } from '../test-support/admin'
import { emulator, setFault } from '../test-support/emulator'
import { jsonRequest } from '../test-support/json-request'
import { loginCode } from '../test-support/service'
import { type NodeService, startNodeService } from './start-node-service'

let service: NodeService

beforeEach(() => emulator('POST', '/reset'))
afterEach(() => service.stop(0))

async function start(changes: Record<string, string> = ADMIN) {
  service = await startNodeService({
    env: { ...inject('demoSettings'), ...changes },
    port: 0,
    hostname: '127.0.0.1',
    databasePath: ':memory:',
    migrationsDirectory: join(import.meta.dirname, '../store/migrations'),
    trustedProxies: 0,
    log: () => undefined,
  })
  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    fetch(`http://127.0.0.1:${service.port}${path}`, jsonRequest(method, body, headers))
  return call
}

it('/metrics counts calls, clouds, credentials and what is on its way', async () => {
  const call = await start()
  const { token } = (await (await call('POST', '/session', {}, { code: loginCode('alice') })).json()) as {
    token: string
  }
  const headers = { authorization: `Bearer ${token}` }
  await setFault('AssumeRole', { type: 'error', status: 400, code: 'Throttling.User' })
  for (let i = 0; i < 3; i++) await (await call('POST', '/credentials', headers)).text()
  await (await call('POST', '/uploads', headers, { fileName: 'v.mp4', fileSize: 5, title: 'x' })).text()
  await (await call('GET', '/nothing')).text()

  const answer = await call('GET', '/metrics', adminHeaders)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)])
  const text = await answer.text()
  for (const line of [
    'wevod_calls_total{action="POST /credentials",code="ok",status="200"} 2',
    'wevod_calls_total{action="POST /credentials",code="sts_throttled",status="503"} 1',
    'wevod_calls_total{action="unknown",code="not_found",status="404"} 1',
    'wevod_upstream_calls_total{upstream="sts",action="AssumeRole",code="sts_throttled"} 1',
    'wevod_upstream_calls_total{upstream="sts",action="AssumeRole",code="ok"} 1',
    'wevod_upstream_calls_total{upstream="vod",action="CreateUploadVideo",code="ok"} 1',
    'wevod_upstream_calls_total{upstream="wechat",action="code2Session",code="ok"} 1',
    'wevod_call_duration_seconds_count{action="POST /credentials"} 3',
    'wevod_credentials_total{from="sts"} 2',
    'wevod_credentials_total{from="cache"} 1',
    'wevod_videos_on_their_way{status="Uploading"} 1',
    'wevod_reconcile_lag_seconds 0',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  // Users are many: none of them is a label.
  expect(text).not.toContain('alice')
})

it('/metrics is for those alone who have the secret, and not there without one', async () => {
  const call = await start()
  expect((await call('GET', '/metrics')).status).toBe(401)
  await service.stop(0)
  const without = await start({})
  expect((await without('GET', '/metrics', adminHeaders)).status).toBe(404)
})
