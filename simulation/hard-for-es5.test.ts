import { describe, expect, it } from 'vitest'
import { UploadError, type UploadTask } from '../miniprogram/uploader/index'
import { play } from './play'
import type { Event } from './schedule'
import { bytesOf, useWorld } from './use-world'

// What a compiler to ES5 has to rebuild by hand: classes that extend Error, async functions that nobody goes on with,
// iterators over Map and Set. `npm run check:wechat` runs this on what WeChat's compiler makes of the engine.

const test = useWorld()

it.runIf(process.env.WEVOD_RUNS_COMPILED)('runs on what the compiler has made, which has no classes', () => {
  expect(String(UploadError)).toMatch(/^function/)
})

describe('an error', () => {
  it('of the cloud is an Error and an UploadError, with its name, message, code and stack', async () => {
    await test.start()
    test.fault({ operation: 'CreateUploadVideo', fault: { type: 'error', status: 403, code: 'Forbidden.RAM' } })
    const task = test.upload(bytesOf(1))
    const caught = task.result.catch((error: unknown) => error)
    await test.reach(task, 'error')
    const error = await caught
    expect(error).toBe(task.snapshot.error)
    expect(error).toBeInstanceOf(UploadError)
    expect(error).toBeInstanceOf(Error)
    const { name, message, stack, code, cloudCode, requestId } = error as UploadError
    expect({ name, code, cloudCode }).toEqual({
      name: 'UploadError',
      code: 'vod_refused',
      cloudCode: 'Forbidden.RAM',
    })
    expect(String(error)).toBe(`UploadError: ${message}`)
    expect(message).toContain('Forbidden.RAM')
    expect(requestId).toMatch(/^[0-9A-F-]+$/)
    expect(stack).toContain('\n')
  })

  it('that the app throws is known by its class, a subclass of its own too', async () => {
    class DeletedError extends UploadError {
      constructor() {
        super('video_gone', 'The video was deleted.')
      }
    }
    expect(new DeletedError()).toBeInstanceOf(UploadError)
    expect(Object.getPrototypeOf(new DeletedError())).toBe(DeletedError.prototype)
    const getAuth = () => Promise.reject(new DeletedError())
    await test.start({ uploader: { getAuth } })
    const task = test.upload(bytesOf(1))
    await test.reach(task, 'error')
    expect(task.snapshot.error).toBeInstanceOf(DeletedError)
    expect(task.snapshot.error).toMatchObject({ name: 'UploadError', code: 'video_gone' })
  })

  it('that is thrown again in a finally keeps its class', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(8))
    const caught = task.result.catch((error: unknown) => error)
    await test.sendParts(task, 1)
    void task.cancel()
    await world.settle()
    expect(await caught).toBeInstanceOf(UploadError)
    expect(await caught).toMatchObject({ code: 'canceled' })
  })
})

describe('async functions that nobody goes on with', () => {
  it('do nothing any more, wherever the app was killed: life after life, each a step longer', async () => {
    const world = await test.start({ method: 'mixed' })
    const bytes = bytesOf(6)
    const first = test.upload(bytes)
    let settled = false
    const settles = () => {
      settled = true
    }
    first.result.then(settles, settles)
    const taskOf = (): UploadTask => {
      const [task] = world.uploader.tasks
      if (!task) throw new Error('The app has forgotten its upload.')
      return task
    }
    let lives = 1
    for (; taskOf().snapshot.state !== 'success'; lives++) {
      for (let step = 0; step < lives && taskOf().snapshot.state !== 'success'; step++) {
        if (world.time.next !== undefined) world.time.step()
        await world.settle()
      }
      if (taskOf().snapshot.state === 'success') break
      await world.relaunch()
    }
    expect(lives).toBeGreaterThan(5)
    expect(test.calls('CompleteMultipartUpload')).toBe(1)
    await test.expectStored(taskOf(), bytes, test.calls('UploadPart'))
    expect(settled).toBe(false)
    expect(world.ports.openFiles()).toBe(0)
  })

  it('leave nothing behind in a schedule full of them', () => {
    const silent = (ms: number, of: 'create' | 'initiate' | 'part' | 'complete', times: number): Event => ({
      ...{ what: 'fate', fate: 'silent' },
      ...{ ms, of, times },
    })
    return play({
      sizes: [550_000, 120_000],
      method: 'mixed',
      checksums: true,
      datesFiles: true,
      consent: true,
      seed: 7,
      events: [
        { what: 'lost-calls', ms: 0, of: 'files', times: 5 },
        silent(10, 'create', 2),
        { what: 'kill', ms: 300, file: 0 },
        silent(20, 'initiate', 1),
        { what: 'pause', ms: 90, file: 0 },
        { what: 'resume', ms: 10, file: 0 },
        silent(0, 'part', 4),
        { what: 'refusal', ms: 50, status: 503, code: 'ServiceUnavailable', times: 3 },
        { what: 'kill', ms: 70_000, file: 0 },
        { what: 'expiry', ms: 200 },
        { what: 'hide', ms: 40, file: 0 },
        { what: 'show', ms: 6_000, file: 0 },
        silent(0, 'complete', 2),
        { what: 'cancel', ms: 400, file: 1 },
        { what: 'kill', ms: 100, file: 0 },
      ],
    })
  })
})

describe('what iterates', () => {
  it('over a Map that changes meanwhile sees what was added, and not what was removed', async () => {
    const world = await test.start()
    const { uploader } = world
    const add = (title: string) => uploader.add({ ...world.put(`wxfile://${title}.mp4`, bytesOf(1)), title })
    const [, second] = ['a', 'b', 'c'].map(add)
    const heard: string[] = []
    uploader.subscribe(({ file: { title } }, change) => {
      heard.push(`${title} ${change}`)
      if (heard.length > 1) return
      uploader.remove(second?.id ?? '')
      add('d')
    })
    expect(heard.filter((line) => line.startsWith('b'))).toEqual(['b removed'])
    expect(heard.filter((line) => line.endsWith('added'))).toEqual(['a added', 'd added', 'c added', 'd added'])
    expect(uploader.tasks.map(({ snapshot }) => snapshot.file.title)).toEqual(['a', 'c', 'd'])
  })

  it('over listeners calls each once, those that end themselves or others meanwhile too', async () => {
    await test.start()
    const task = test.world.uploader.add(test.world.put('wxfile://a.mp4', bytesOf(1)))
    const heard: string[] = []
    const ends: (() => void)[] = []
    for (const name of ['first', 'second', 'third']) {
      let told = 0
      ends.push(
        task.subscribe(() => {
          if (told++ === 0) return
          heard.push(name)
          for (const end of ends) end()
        }),
      )
    }
    task.rename('b')
    expect(heard).toEqual(['first', 'second', 'third'])
    task.rename('c')
    expect(heard).toHaveLength(3)
  })

  it('over the characters of a title counts those beyond 16 bits once', async () => {
    await test.start()
    const codes: unknown[] = []
    // VOD itself takes none of them.
    for (const characters of [128, 129]) {
      const task = test.upload(bytesOf(1), { title: '𠮷'.repeat(characters) })
      await test.reach(task, 'error')
      codes.push((task.snapshot.error as UploadError).code)
    }
    expect(codes).toEqual(['vod_refused', 'title_invalid'])
  })
})
