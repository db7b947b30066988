import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

const CALLS = 50

beforeEach(async () => {
  await emulator('POST', '/reset')
  await emulator('PUT', '/switches', { vodCallsPerSecond: 0, stsCallsPerSecond: 0 })
})

/** One user on two isolates, which share the database and nothing else. */
async function setup(changes: Record<string, string>) {
  const name = `u${crypto.randomUUID().slice(0, 8)}`
  const isolates = [await testUser(testService(changes), name), await testUser(testService(changes), name)]
  return (i: number) => isolates[i % 2] as (typeof isolates)[number]
}

const count = (answers: { status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length

describe(`${CALLS} calls at the same moment`, () => {
  it('make exactly as many videos as the day allows', async () => {
    const user = await setup({ DAILY_UPLOADS: '10' })
    const answers = await Promise.all(Array.from({ length: CALLS }, (_, i) => user(i).create()))
    expect([count(answers, 200), count(answers, 429)]).toEqual([10, CALLS - 10])
    expect(await emulator('GET', '/calls')).toMatchObject({ CreateUploadVideo: 10 })
  })

  it('register exactly as many videos as the day allows', async () => {
    const user = await setup({ DAILY_UPLOADS: '10' })
    const videos: string[] = []
    for (let i = 0; i < CALLS; i++) videos.push(await user(i).createAtVod())
    const answers = await Promise.all(videos.map((videoId, i) => user(i).claim(videoId)))
    expect([count(answers, 200), count(answers, 429)]).toEqual([10, CALLS - 10])
  })

  it('keep exactly to the bytes of the day, made and registered ones together', async () => {
    const user = await setup({ DAILY_BYTES: '10500' })
    const videos: string[] = []
    for (let i = 0; i < CALLS / 2; i++) videos.push(await user(i).createAtVod())
    const answers = await Promise.all([
      ...videos.map((videoId, i) => user(i).claim(videoId)),
      ...Array.from({ length: CALLS / 2 }, (_, i) => user(i).create()),
    ])
    expect([count(answers, 200), count(answers, 429)]).toEqual([10, CALLS - 10])
    expect((await user(0).list('?limit=100')).json.videos).toHaveLength(10)
  })

  it('register one video once, whoever of its user registers it', async () => {
    const user = await setup({ DAILY_UPLOADS: '1' })
    const videoId = await user(0).createAtVod()
    const answers = await Promise.all(Array.from({ length: CALLS }, (_, i) => user(i).claim(videoId)))
    expect(count(answers, 200)).toBe(CALLS)
  })
})
