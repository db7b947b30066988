import { beforeEach, describe, expect, it } from 'vitest'
import { emulator, setFault } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { CredentialCache, marginSeconds, type UserCredentials } from './user-credentials'

beforeEach(() => emulator('POST', '/reset'))

const assumeRoleCalls = async () => ((await emulator('GET', '/calls')) as Record<string, number>).AssumeRole ?? 0

describe('POST /credentials, again and again', () => {
  const asked = async (changes: Record<string, string> = {}) => {
    const service = testService(changes)
    const login = async (name: string) => {
      const headers = { authorization: await service.login(name) }
      return () => service.call('POST', '/credentials', { headers })
    }
    return { service, login }
  }

  it('asks STS once for 50 calls of a user at the same moment', async () => {
    const ask = await (await asked()).login('alice')
    await setFault('AssumeRole', { type: 'delay', ms: 100 })
    const answers = await Promise.all(Array.from({ length: 50 }, ask))
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
    expect(new Set(answers.map(({ json }) => json.accessKeyId)).size).toBe(1)
    expect(await assumeRoleCalls()).toBe(1)
  })

  it('gives each user credentials of their own', async () => {
    const { login } = await asked()
    const [alice, bob] = [await login('alice'), await login('bob')]
    const [first, second] = await Promise.all([alice(), bob()])
    expect(first.json.accessKeyId).not.toBe(second.json.accessKeyId)
    expect((await bob()).json.accessKeyId).toBe(second.json.accessKeyId)
    expect(await assumeRoleCalls()).toBe(2)
  })

  it('shares a failure with those who wait, and keeps none', async () => {
    const ask = await (await asked()).login('alice')
    await setFault('AssumeRole', { type: 'error', status: 400, code: 'Throttling.User' })
    const answers = await Promise.all([ask(), ask(), ask()])
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503])
    expect((await ask()).status).toBe(200)
    expect(await assumeRoleCalls()).toBe(2)
  })

  it('gives none to a user who has used up the day', async () => {
    const { service, login } = await asked({ DAILY_UPLOADS: '1' })
    const name = `u${crypto.randomUUID().slice(0, 8)}`
    const ask = await login(name)
    const headers = { authorization: await service.login(name) }
    const body = { fileName: 'v.mp4', fileSize: 1, title: 'x' }
    expect((await service.call('POST', '/uploads', { headers, body })).status).toBe(200)
    const { status, json } = await ask()
    expect([status, json.code]).toEqual([429, 'daily_limit_reached'])
    expect(await assumeRoleCalls()).toBe(0)
  })

  it('lets an operator add actions to what a token may do', async () => {
    const image = async (changes: Record<string, string>) => {
      const { login } = await asked(changes)
      const { json } = await (await login('alice'))()
      const { callVod } = await import('../test-support/user')
      return callVod(json, 'CreateUploadImage', { ImageType: 'default' })
    }
    await expect(image({})).rejects.toThrow(/Forbidden.RAM|not authorized/)
    expect(await image({ TOKEN_EXTRA_ACTIONS: 'CreateUploadImage' })).toHaveProperty('ImageId')
  })
})

describe('CredentialCache', () => {
  /** A cache whose clock and STS are the test's. */
  function cache({ credentialSeconds = 3600, timeoutMs = 1000, aheadSeconds = 0 } = {}) {
    let time = 1_700_000_000_000
    let issued = 0
    const waiting: ((outcome: UserCredentials | Error) => void)[] = []
    const subject = new CredentialCache({
      issue: () =>
        new Promise((resolve, reject) => {
          waiting.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)))
        }),
      credentialSeconds,
      timeoutMs,
      now: () => time,
    })
    return {
      get: (openid: string, validFor?: number) => subject.get(openid, () => undefined, validFor),
      advance: (seconds: number) => {
        time += seconds * 1000
      },
      get time() {
        return time
      },
      get asked() {
        return waiting.length
      },
      answer(outcome?: Error) {
        issued++
        const expiration = new Date(time + (credentialSeconds - aheadSeconds) * 1000).toISOString()
        const credentials = {
          accessKeyId: `STS.${issued}`,
          accessKeySecret: 's',
          securityToken: 't',
          expiration,
          requestId: undefined,
        }
        waiting.at(-1)?.(outcome ?? { credentials, userData: '{}' })
      },
    }
  }

  it.each([900, 1800, 3600])(
    'gives credentials of %i s until their margin, and never later',
    async (credentialSeconds) => {
      const subject = cache({ credentialSeconds })
      const first = subject.get('o1')
      subject.answer()
      await first
      subject.advance(credentialSeconds - marginSeconds(credentialSeconds) - 1)
      expect((await subject.get('o1')).credentials.accessKeyId).toBe('STS.1')
      subject.advance(1)
      const second = subject.get('o1')
      expect(subject.asked).toBe(2)
      subject.answer()
      expect((await second).credentials.accessKeyId).toBe('STS.2')
      // Clients take theirs for spent 300 s before the end: what they get has to outlast that.
      expect(marginSeconds(credentialSeconds)).toBeGreaterThan(300)
    },
  )

  it('gives kept credentials only where they last as long as the call asks, and new ones otherwise', async () => {
    const subject = cache()
    const first = subject.get('o1')
    subject.answer()
    await first
    subject.advance(1600)
    expect((await subject.get('o1', 2000)).credentials.accessKeyId).toBe('STS.1')
    const second = subject.get('o1', 2001)
    // Who asks for less has no need to wait for it.
    expect((await subject.get('o1', 2000)).credentials.accessKeyId).toBe('STS.1')
    expect((await subject.get('o1')).credentials.accessKeyId).toBe('STS.1')
    subject.answer()
    expect((await second).credentials.accessKeyId).toBe('STS.2')
    expect((await subject.get('o1')).credentials.accessKeyId).toBe('STS.2')
    expect(subject.asked).toBe(2)
  })

  it('asks STS once for all calls of a user that are under way, whatever they ask for', async () => {
    const subject = cache()
    const first = subject.get('o1')
    const others = [subject.get('o1', 43_200), subject.get('o1', 10), subject.get('o1', 43_200)]
    expect(subject.asked).toBe(1)
    subject.answer()
    for (const one of [first, ...others]) expect((await one).credentials.accessKeyId).toBe('STS.1')
    expect(subject.asked).toBe(1)
  })

  it('keeps what it has where STS fails those who ask for more', async () => {
    const subject = cache()
    const first = subject.get('o1')
    subject.answer()
    await first
    subject.advance(1000)
    const more = subject.get('o1', 43_200)
    subject.answer(new Error('no'))
    await expect(more).rejects.toThrow('no')
    expect((await subject.get('o1', 2600)).credentials.accessKeyId).toBe('STS.1')
  })

  it.each([900, 1800, 3600])(
    'gives four fifths of %i s to a client that always asks for the most, and asks STS once in a fifth',
    async (credentialSeconds) => {
      const subject = cache({ credentialSeconds })
      const fifth = credentialSeconds / 5
      for (let second = 0; second < 10 * fifth; second++) {
        const before = subject.asked
        const own = subject.get('o1', 43_200)
        if (subject.asked > before) subject.answer()
        const left = Date.parse((await own).credentials.expiration) - subject.time
        expect(left).toBeGreaterThanOrEqual(4 * fifth * 1000)
        subject.advance(1)
      }
      expect(subject.asked).toBe(10)
    },
  )

  it('does not ask STS at each call where its clock is ahead of that of STS', async () => {
    const subject = cache({ credentialSeconds: 900, aheadSeconds: 300 })
    const first = subject.get('o1', 43_200)
    subject.answer()
    await first
    subject.advance(120)
    expect((await subject.get('o1', 43_200)).credentials.accessKeyId).toBe('STS.1')
    void subject.get('o2')
    expect(subject.asked).toBe(2)
  })

  it('forgets whom it has not seen for longest', async () => {
    const subject = cache()
    for (let i = 0; i < 5001; i++) {
      const own = subject.get(`o${i}`)
      subject.answer()
      await own
    }
    const kept = subject.asked
    await subject.get('o5000')
    expect(subject.asked).toBe(kept)
    void subject.get('o0')
    expect(subject.asked).toBe(kept + 1)
  })

  it('does not wait for ever for a call that its runtime has ended', async () => {
    const subject = cache({ timeoutMs: 20 })
    void subject.get('o1')
    await expect(subject.get('o1')).rejects.toMatchObject({ code: 'sts_timeout' })
    const next = subject.get('o1')
    subject.answer()
    expect((await next).credentials.accessKeyId).toBe('STS.1')
  })
})
