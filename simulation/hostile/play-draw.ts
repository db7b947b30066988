import type { Row } from '../../miniprogram/components/upload-row/row'
import type { AppBundles } from './app-bundle'
import { AppWorld } from './app-world'
import type { Draw, Step } from './draw'
import type { Rule } from './misdeeds'

/** Most virtual time until all is over once wx behaves and the user has done what the app asks for. */
const LIMIT_MS = 3 * 3_600_000
/** How often the user does what the app asks for. */
const ROUNDS = 4

/**
 * Plays a draw from beginning to end. Throws where the app does not start, where something waits for ever or stands in the
 * way of others, where what is stored is not the file, and where a failure is not explained.
 */
export async function playDraw(draw: Draw, bundles: AppBundles): Promise<void> {
  const app = await AppWorld.start(draw, bundles)
  const { world, witness } = app
  const onRejection = (fault: unknown) => witness.fault(fault)
  process.on('unhandledRejection', onRejection)
  try {
    const videos = draw.sizes.map((size) => app.record(size))
    app.pick(videos, false)
    await world.wait(1_000)
    app.life.call('startAll')
    for (const step of draw.steps) {
      await world.wait(step.ms)
      await take(step, app)
      await world.settle()
    }
    await rest(app)
    await heal(app)
    if (!draw.rules.some(costsMemory)) await checkForgotten(app)
    await addAnother(app)
    await witness.checkStored()
    const [broken] = witness.broken
    if (broken !== undefined) throw new Error(broken)
  } finally {
    process.off('unhandledRejection', onRejection)
    await world.stop()
  }
}

async function take(step: Step, app: AppWorld): Promise<void> {
  const row = 'row' in step && app.rows.length > 0 ? app.rows[step.row % app.rows.length] : undefined
  switch (step.what) {
    case 'pick':
      return app.pick(
        step.sizes.map((size) => app.record(size)),
        step.chat,
      )
    case 'start-all':
      return app.life.call('startAll')
    case 'all':
      return app.life.call('onAll')
    case 'videos':
      return app.life.lookAtVideos()
    case 'kill':
      return app.relaunch()
    case 'row':
      if (row?.action) app.tap(row, row.action)
      return
    case 'remove':
      if (row) app.tap(row, 'remove')
      return
    case 'rename':
      if (row) app.rename(row, '海边')
      return
    case 'lose-file':
      if (row) app.loseFile(row)
      return
    case 'hide':
      return app.hide(step.told)
    case 'show':
      return app.show(step.told)
    case 'network':
      return app.setNetwork(step.kind, step.told)
  }
}

/** Nothing waits for ever, though wx goes on to misbehave: it succeeds, fails, or waits for the user. */
async function rest(app: AppWorld): Promise<void> {
  app.setNetwork('other', true)
  app.show(true)
  const resting = () => app.life.busy === 0 && app.rows.every(({ kind }) => kind !== 'active')
  await app.world.pass(resting, LIMIT_MS)
  if (!resting()) throw new Error(`It waits for ever: ${shown(app)}`)
}

/** wx behaves, and the user does what the app asks for: then every upload comes to its end. */
async function heal(app: AppWorld): Promise<void> {
  app.misbehaviour.over = true
  if (app.life.uploadPage.data.tooOld) await app.relaunch()
  for (let round = 0; round < ROUNDS && !app.rows.every(isDone); round++) {
    await app.world.wait(1_000)
    for (const row of app.rows) await help(row, app)
    await app.world.pass(() => isOver(app), LIMIT_MS)
    if (!isOver(app)) throw new Error(`It never ends: ${shown(app)}`)
  }
  if (!app.rows.every(isDone)) throw new Error(`What the app asks for does not help: ${shown(app)}`)
}

async function help(row: Row, app: AppWorld): Promise<void> {
  const { kind, action } = row
  if (kind === 'waiting') {
    // Its file may be gone.
    if (action) app.tap(row, action)
    if (action) await app.world.pass(() => app.life.busy === 0, LIMIT_MS)
    app.life.call('startAll')
  } else if (kind === 'paused' && action === 'pause') {
    // Held up by what is not so any more: a push helps.
    app.tap(row, 'pause')
    app.tap(row, 'resume')
  } else if (action && kind !== 'active') app.tap(row, action)
}

/** Storage that lies, or takes nothing, may cost an upload of which the app was killed; one that throws for a while must not. */
function costsMemory({ call, times, misdeed: { how } }: Rule): boolean {
  if (call === 'setStorageSync' || call === 'removeStorageSync') return true
  if (call !== 'getStorageSync') return false
  return times === 'always' || !['throws', 'missing', 'done-and-throws'].includes(how)
}

async function checkForgotten(app: AppWorld): Promise<void> {
  const missing = () => [...app.witness.saved].filter((id) => !app.life.app.uploader.get(id))
  // They come with the first launch at which the storage can be read.
  if (missing().length > 0) await app.relaunch()
  if (missing().length > 0) throw new Error(`Forgotten: ${missing().join(', ')}`)
  await heal(app)
}

/** A file that is added at the end must succeed, whatever became of those before. */
async function addAnother(app: AppWorld): Promise<void> {
  const before = app.rows.length
  app.pick([app.record(20_000)], false)
  await app.world.pass(() => app.life.busy === 0, LIMIT_MS)
  if (app.rows.length !== before + 1) throw new Error(`Nothing can be added any more: ${shown(app)}`)
  app.life.call('startAll')
  await app.world.pass(() => isOver(app), LIMIT_MS)
  const added = app.life.app.uploader.tasks.at(-1)
  if (added?.snapshot.state !== 'success') throw new Error(`The queue does not go on: ${shown(app)}`)
}

function isDone({ kind }: Row): boolean {
  return kind === 'success'
}

function isOver({ life, rows }: AppWorld): boolean {
  return life.busy === 0 && rows.every(({ kind }) => kind === 'success' || kind === 'error')
}

function shown({ rows, life: { app } }: AppWorld): string {
  const errors = app.uploader.tasks.map(({ snapshot }) => String(snapshot.error ?? snapshot.state))
  return `${rows.map(({ kind, status, action }) => `${kind} ${status} [${action}]`).join(' | ')} (${errors.join(', ')})`
}
