import fc from 'fast-check'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { emulator } from '../test-support/emulator'
import { LOGIN_KINDS, serviceMaker } from '../test-support/logins'
import { runtime } from '../test-support/runtime'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

/**
 * Sequences of calls with each login; a call of workerd's tests takes longer. `RUNS=700 npx vitest run --project postgres …`
 * plays more.
 */
const RUNS = Number(process.env.RUNS) || { workerd: 5, node: 20, postgres: 45 }[runtime.name]
/** What shares a database can be several machines: there, processes of their own. */
const PROCESSES = 3

const SETTINGS = { ...CALLBACK, DELETE_AT_VOD: 'true' }

const NAMES = ['alice', 'bob'] as const
type Name = (typeof NAMES)[number]

/** What we know of a video, and both users, too: ids are no secret here. */
interface Known {
  videoId: string
  creator: Name
  marked: boolean
  arrived: boolean
  /** VOD has said that it is transcoded, be it true or not: it is taken at its word. */
  announced: boolean
  registered: boolean
  deleted: boolean
  /** Once it was changed. */
  title?: string
}

const ACTS = ['claim', 'refresh', 'get', 'play', 'change', 'cover', 'share', 'remove'] as const

type Step =
  | { do: 'create' | 'list'; by: Name }
  | { do: 'createAtVod'; by: Name; marked: boolean }
  | { do: (typeof ACTS)[number]; by: Name; video: number }
  | { do: 'arrive' | 'announce'; video: number }

const by = fc.constantFrom(...NAMES)
const video = fc.nat(7)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('create' as const, 'list' as const), by }),
  fc.record({ do: fc.constant('createAtVod' as const), by, marked: fc.boolean() }),
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(...ACTS),
      by,
      video,
    }),
  },
  fc.record({ do: fc.constantFrom('arrive' as const, 'announce' as const), video }),
)

/** What gives a service for each sequence. */
async function servicesOf(login: (typeof LOGIN_KINDS)[number]) {
  if (runtime.name === 'postgres') {
    // Only where there are processes.
    const { startProcesses } = await import('../test-support/processes')
    const service = await startProcesses(PROCESSES, login, SETTINGS)
    onTestFinished(service.stop)
    return () => service
  }
  const make = await serviceMaker(login)
  return () => make(1, SETTINGS)
}

beforeEach(async () => {
  await emulator('POST', '/reset')
  await emulator('PUT', '/switches', { vodCallsPerSecond: 0, stsCallsPerSecond: 0, loginsPerMinute: 1_000_000 })
})

it.each(LOGIN_KINDS)(
  "LOGIN=%s: no sequence of calls lets a user see, refresh, claim, play, change, share or delete another's video",
  async (login) => {
    const serviceOf = await servicesOf(login)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const service = serviceOf()
        const run = crypto.randomUUID().slice(0, 8)
        const users = {
          alice: await testUser(service, `alice${run}`),
          bob: await testUser(service, `bob${run}`),
        }
        const marks = {
          alice: (await users.alice.call('POST', '/credentials')).json.userData as string,
          bob: (await users.bob.call('POST', '/credentials')).json.userData as string,
        }
        const { json: unknown } = await users.bob.get('f'.repeat(32))
        const refusal = { ...unknown, requestId: expect.any(String) }
        const all: Known[] = []
        /** All that was given out: whoever has it, it serves its own video alone. */
        const covers: { cover: string; by: Name; videoId: string }[] = []
        const shares: { token: string; of: Known }[] = []
        const owns = (name: Name, known: Known) => known.creator === name && known.registered && !known.deleted

        /** The status that the step must have; undefined where it does not apply. */
        const take = async (one: Step): Promise<[actual: number, expected: number] | undefined> => {
          const fresh = { arrived: false, announced: false, deleted: false }
          switch (one.do) {
            case 'create': {
              const { status, json } = await users[one.by].create()
              const videoId = json.videoId as string
              all.push({ ...fresh, videoId, creator: one.by, marked: true, registered: true })
              return [status, 200]
            }
            case 'createAtVod': {
              const videoId = await users[one.by].createAtVod({ UserData: one.marked ? marks[one.by] : '{}' })
              all.push({ ...fresh, videoId, creator: one.by, marked: one.marked, registered: false })
              return undefined
            }
            case 'list':
              return [(await users[one.by].list()).status, 200]
          }
          const known = all[one.video]
          if (!known) return undefined
          const { videoId } = known
          switch (one.do) {
            case 'arrive':
              if (!known.deleted) await emulator('POST', `/videos/${videoId}/file`, 'x')
              known.arrived = true
              return undefined
            case 'announce': {
              const body = {
                EventType: 'TranscodeComplete',
                EventTime: eventTime(1),
                VideoId: videoId,
                Status: 'success',
              }
              known.announced = true
              return [(await service.call('POST', '/vod/events', signedEvent(body))).status, 200]
            }
            case 'claim': {
              // The mark is proof enough, also once the file is there.
              const isNew = known.creator === one.by && known.marked && !known.registered
              const expected = isNew || owns(one.by, known) ? 200 : 404
              const { status } = await users[one.by].claim(videoId)
              if (isNew) known.registered = true
              return [status, expected]
            }
            case 'refresh':
              return [
                (await users[one.by].refresh(videoId)).status,
                !owns(one.by, known) ? 404 : known.arrived ? 409 : 200,
              ]
            case 'get': {
              const { status, json } = await users[one.by].get(videoId)
              if (owns(one.by, known)) expect(json.videoId).toBe(videoId)
              else expect(json).toEqual(refusal)
              return [status, owns(one.by, known) ? 200 : 404]
            }
            case 'play':
              return [
                (await users[one.by].play(videoId)).status,
                !owns(one.by, known) ? 404 : known.arrived ? 200 : 409,
              ]
            case 'change': {
              const title = `${one.by} was here`
              const { status } = await users[one.by].call('PATCH', `/videos/${videoId}`, { title })
              if (owns(one.by, known)) known.title = title
              return [status, owns(one.by, known) ? 200 : 404]
            }
            case 'cover': {
              // Those of others, and of other videos, are tried first.
              for (const given of covers) {
                const isRight = given.by === one.by && given.videoId === videoId
                const { status } = await users[one.by].call('PATCH', `/videos/${videoId}`, { cover: given.cover })
                expect(status).toBe(!owns(one.by, known) ? 404 : isRight ? 200 : 400)
              }
              const body = { extension: 'png', size: 5 }
              const { status, json } = await users[one.by].call('POST', `/videos/${videoId}/cover`, body)
              if (status === 200) covers.push({ cover: json.cover as string, by: one.by, videoId })
              return [status, owns(one.by, known) ? 200 : 404]
            }
            case 'share': {
              const { status, json } = await users[one.by].call('POST', `/videos/${videoId}/share`)
              if (status === 200) shares.push({ token: json.token as string, of: known })
              return [status, !owns(one.by, known) ? 404 : known.arrived || known.announced ? 200 : 409]
            }
            case 'remove': {
              const expected = owns(one.by, known) ? 200 : 404
              const { status } = await users[one.by].remove(videoId)
              if (expected === 200) known.deleted = true
              return [status, expected]
            }
          }
        }

        for (const one of steps) {
          const outcome = await take(one)
          if (outcome) expect(outcome[0], JSON.stringify(one)).toBe(outcome[1])
        }
        for (const name of NAMES) {
          const { json } = await users[name].list('?limit=100')
          for (const { videoId, title } of json.videos as { videoId: string; title: string }[]) {
            expect(title).toBe(all.find((known) => known.videoId === videoId)?.title ?? 'Holiday')
          }
          const seen = (json.videos as { videoId: string }[]).map(({ videoId }) => videoId)
          expect(seen.sort()).toEqual(
            all
              .filter((known) => owns(name, known))
              .map(({ videoId }) => videoId)
              .sort(),
          )
        }
        for (const { token, of } of shares) {
          const { status, text } = await service.call('GET', `/shared/${token}`)
          expect(status).toBe(of.deleted ? 404 : of.arrived ? 200 : 409)
          for (const { openid } of Object.values(users)) expect(text).not.toContain(openid)
        }
        // Whatever was not deleted by its owner is still at VOD.
        const atVod = ((await emulator('GET', '/videos')) as { videoId: string }[]).map(({ videoId }) => videoId)
        for (const { videoId, deleted } of all) expect(atVod.includes(videoId)).toBe(!deleted)
      }),
      { numRuns: RUNS },
    )
  },
  120_000 + RUNS * 300,
)
