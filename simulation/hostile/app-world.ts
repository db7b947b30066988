import type { Row } from '../../miniprogram/components/upload-row/row'
import { generator } from '../generator'
import { World } from '../world'
import type { AppBundles, LaunchApp } from './app-bundle'
import { AppLife } from './app-life'
import type { Person } from './app-wx'
import type { Draw } from './draw'
import { Misbehaviour } from './hostile-wx'
import { Picker, type Video, videoOf } from './picker'
import { SimulatedTokenService } from './token-service'
import { Witness } from './witness'

/** See miniprogram/videos/check-pick.ts. */
const SMALLEST_BYTES = 64

/** What the row's buttons trigger; as components/upload-row has it. */
const EVENTS = {
  pause: 'pause',
  resume: 'resume',
  useMobileData: 'resume',
  retry: 'start',
  pickAgain: 'pickagain',
  remove: 'remove',
  copyId: 'copyid',
  takeOriginal: 'takeoriginal',
}

/** The app on a phone whose wx misbehaves, with its user. */
export class AppWorld {
  readonly world: World
  readonly misbehaviour: Misbehaviour
  readonly witness: Witness
  readonly #launchApp: LaunchApp
  readonly #random: () => number
  readonly #person: Person
  life: AppLife

  private constructor(world: World, draw: Draw, random: () => number, launchApp: LaunchApp) {
    this.world = world
    this.#random = random
    this.#launchApp = launchApp
    this.misbehaviour = new Misbehaviour(draw.rules)
    const picker = new Picker(world.phone)
    this.witness = new Witness(world, picker)
    const { language, platform, agrees } = draw
    this.#person = { picker, language, platform, agrees, values: new Map(), codes: [] }
    this.life = this.#launch()
  }

  static async start(draw: Draw, bundles: AppBundles): Promise<AppWorld> {
    const random = generator(draw.seed)
    const world = await World.start({
      method: draw.method === 'sts' ? 'mixed' : 'credential',
      random,
      internet: (cloud, service) => new SimulatedTokenService(cloud, service),
    })
    return new AppWorld(world, draw, random, bundles[draw.method])
  }

  get rows(): Row[] {
    return this.life.uploadPage.data.rows as Row[]
  }

  /** A video of so many bytes, and no fewer than one can have, unlike any other. */
  record(size: number): Video {
    const bytes = new Uint8Array(Math.max(SMALLEST_BYTES, size))
    for (let i = 0; i < bytes.length; i += 97) bytes[i] = Math.floor(this.#random() * 256)
    return videoOf(bytes)
  }

  pick(videos: Video[], chat: boolean): void {
    this.#person.picker.wanted = videos
    this.life.call(chat ? 'chooseFromChat' : 'choose')
  }

  /** Taps a button of a row. */
  tap({ id }: Row, action: keyof typeof EVENTS): void {
    const { picker } = this.#person
    const path = this.life.app.uploader.get(id)?.snapshot.file.path
    // Whoever is asked for the video again takes the same one.
    picker.wanted = path === undefined ? [] : [picker.of(path)]
    this.life.call('onRow', { type: EVENTS[action], currentTarget: { dataset: { id } } })
  }

  rename({ id }: Row, title: string): void {
    this.life.call('onRow', { type: 'edit', currentTarget: { dataset: { id } } })
    this.life.call('onSheetSave', { detail: { title } })
  }

  loseFile({ id }: Row): void {
    const path = this.life.app.uploader.get(id)?.snapshot.file.path
    if (path !== undefined) this.world.phone.files.delete(path)
  }

  /** The system kills the app, and the user opens it again. */
  async relaunch(): Promise<void> {
    this.world.phone.kill()
    // What the dead app's promises still do must not reach the new life.
    await this.world.settle()
    this.witness.killed()
    this.life = this.#launch()
    await this.world.settle()
  }

  hide(told: boolean): void {
    this.#telling(told, () => this.world.phone.hide())
    if (told) this.life.call('onHide')
  }

  show(told: boolean): void {
    this.#telling(told, () => this.world.phone.show())
    if (told) this.life.call('onShow')
  }

  setNetwork(kind: 'none' | 'mobile' | 'other', told: boolean): void {
    this.#telling(told, () => this.world.phone.setNetwork(kind))
  }

  #telling(told: boolean, happen: () => void): void {
    this.misbehaviour.eventsLost = !told
    happen()
    this.misbehaviour.eventsLost = false
  }

  #launch(): AppLife {
    const life = new AppLife({
      phone: this.world.phone,
      person: this.#person,
      misbehaviour: this.misbehaviour,
      launchApp: this.#launchApp,
      random: this.#random,
      onSnapshot: (snapshot, change, app) => this.witness.see(snapshot, change, app),
      onFault: (fault) => this.witness.fault(fault),
    })
    return life
  }
}
