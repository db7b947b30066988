import { setImmediate as turn } from 'node:timers/promises'
import {
  createUploader,
  type Ports,
  type Uploader,
  type UploaderOptions,
  type UploadFile,
} from '../miniprogram/uploader/index'
import { SimulatedCloud, VOD_URL } from './cloud'
import { Phone } from './phone'
import { phonePorts } from './phone-wx'
import { type ServiceMethod, SimulatedService } from './service'
import { VirtualTime } from './virtual-time'

export interface WorldOptions {
  method?: ServiceMethod
  random?: () => number
  uploader?: Partial<UploaderOptions>
  cloud?: SimulatedCloud
  /** What stands behind the phone's network; the cloud alone where not given. */
  internet?: (cloud: SimulatedCloud, service: SimulatedService) => Pick<SimulatedCloud, 'send'>
  /** Another engine than our own. */
  launch?: (world: World) => Uploader
}

/** 2026-01-02T03:04:05Z */
const START = 1_767_323_045_000

/** A phone, an operator's server and Alibaba's cloud, in one virtual time. */
export class World {
  readonly time = new VirtualTime(START)
  readonly cloud: SimulatedCloud
  readonly service: SimulatedService
  readonly phone: Phone
  readonly #options: WorldOptions
  readonly #random: () => number
  ports: Ports & { openFiles(): number }
  uploader: Uploader
  /** Told of each new life of the app, before it restores anything. */
  onLaunch: (uploader: Uploader) => void = () => undefined

  private constructor(cloud: SimulatedCloud, options: WorldOptions) {
    this.cloud = cloud
    this.#options = options
    this.#random = options.random ?? Math.random
    this.service = new SimulatedService(options.method ?? 'sts', cloud, this.time)
    this.phone = new Phone(this.time, options.internet?.(cloud, this.service) ?? cloud, this.#random)
    this.ports = phonePorts(this.phone, this.#random)
    this.uploader = this.#launch()
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    let world: World | undefined
    const cloud = await SimulatedCloud.start(() => world?.time.now() ?? START)
    world = new World(cloud, options)
    return world
  }

  stop(): Promise<void> {
    return this.cloud.stop()
  }

  /** The system kills the app, and the user opens it again. */
  async relaunch(): Promise<void> {
    this.phone.kill()
    // What the dead app's promises still do must not reach the new life.
    await this.settle()
    this.ports = phonePorts(this.phone, this.#random)
    this.uploader = this.#launch()
    this.onLaunch(this.uploader)
    this.uploader.restore()
    await this.settle()
  }

  put(path: string, bytes: Uint8Array): UploadFile {
    this.phone.files.set(path, bytes)
    return { path }
  }

  /** Lets time pass until something holds, or until nothing will happen any more. */
  async pass(until: () => boolean, mostMs = 24 * 3_600_000): Promise<void> {
    const end = this.time.now() + mostMs
    await this.settle()
    while (!until() && this.time.next !== undefined && this.time.next <= end) {
      this.time.step()
      await this.settle()
    }
  }

  /** Lets so much time pass, and everything that happens in it. */
  async wait(ms: number): Promise<void> {
    let over = false
    this.time.set(() => {
      over = true
    }, ms)
    await this.pass(() => over, ms)
  }

  /** Lets promises and the cloud's real work come to rest; no virtual time passes. */
  async settle(): Promise<void> {
    do {
      await this.cloud.idle()
      await turn()
    } while (this.cloud.busy)
  }

  #launch(): Uploader {
    const { launch } = this.#options
    if (launch) return launch(this)
    return createUploader({
      ports: this.ports,
      getAuth: this.service.getAuth,
      vodUrl: VOD_URL,
      ...this.#options.uploader,
    })
  }
}
