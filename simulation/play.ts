import { UploadError } from '../miniprogram/uploader/index'
import { checkRest } from './check-rest'
import { generator } from './generator'
import { PlayedFile } from './played-file'
import { apply, type Schedule } from './schedule'
import { World } from './world'

/** Most virtual time for an upload to come to its end once nothing bad happens any more. */
const UPLOAD_LIMIT_MS = 6 * 3_600_000

/** Plays a schedule from beginning to end. Throws where a promise of the engine is broken. */
export async function play(schedule: Schedule): Promise<void> {
  const random = generator(schedule.seed)
  const world = await World.start({
    method: schedule.method,
    random,
    uploader: {
      checksums: schedule.checksums,
      partSize: { start: 100 * 1024, largest: 200 * 1024 },
      confirmMobileData: () => Promise.resolve(schedule.consent),
      mobileDataFreeBytes: 200_000,
    },
  })
  try {
    const files = schedule.sizes.map((size, i) => new PlayedFile(world, i, size, random, schedule.datesFiles))
    const follow = () => {
      for (const file of files) file.task = undefined
      world.uploader.subscribe((snapshot) => files.find(({ title }) => title === snapshot.file.title)?.see(snapshot))
    }
    world.onLaunch = follow
    follow()
    for (const file of files) world.uploader.upload(file.file)
    for (const event of schedule.events) {
      await world.wait(event.ms)
      await apply(event, world, files)
      await world.settle()
    }
    await heal(world, files)
    for (const file of files) await file.check()
    checkRest(world, files)
    const [broken] = files.flatMap(({ broken }) => broken)
    if (broken) throw new Error(broken)
  } finally {
    await world.stop()
  }
}

/** Takes everything bad away, has the user do what the app asks for, and waits for the end of every upload. */
async function heal(world: World, files: PlayedFile[]): Promise<void> {
  const { phone, cloud, service } = world
  const over = () => files.every(({ task }) => !task || ['success', 'canceled', 'error'].includes(task.snapshot.state))
  for (let round = 0; round < 3; round++) {
    cloud.cloud.faults.clear()
    phone.fates.length = 0
    phone.storageFull = false
    phone.storageFails = false
    phone.lostFileCalls = 0
    phone.lostNetworkCalls = 0
    service.down = 0
    phone.setNetwork('other')
    phone.show()
    // What the storage would not give at the last launch, it gives at the next.
    if (isForgotten(world)) await world.relaunch()
    world.uploader.userIsHere()
    for (const file of files) await file.help()
    await world.pass(over, UPLOAD_LIMIT_MS)
    if (!over()) throw new Error(`An upload never ends: ${files.map(({ shown }) => shown).join(', ')}`)
    world.uploader.userIsHere()
    for (const { task } of files) {
      const { error, state } = task?.snapshot ?? {}
      if (state === 'error' && !(error instanceof UploadError)) throw error
    }
  }
  // What was given up on may still be on its way, and what was canceled may still drop its parts.
  await world.wait(120_000)
}

/** Whether a checkpoint lies in the storage that no upload of this life has. */
function isForgotten({ phone, uploader }: World): boolean {
  return [...phone.storage.keys()].some((key) => {
    const [, id = ''] = /^wevod\.upload\.(.+)$/.exec(key) ?? []
    return id !== '' && uploader.get(id) === undefined
  })
}
