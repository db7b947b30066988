import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import { componentsOf } from '../build/components-of'
import { Sources } from '../build/sources'
import { compileTemplates } from '../build/templates'
import { createEasel } from '../runtime/easel/code-space'
import { captureAsync, type Definition } from '../runtime/easel/definitions'
import { SetDataLog } from '../runtime/easel/set-data-log'
import type { MiniProgram } from '../runtime/mini-program'
import { completeTaps } from '../runtime/phone/taps'
import { Mounted } from './mounted'

export interface MountOptions {
  /** What the global `wx` has in this test. Any other call throws. */
  wx?: Partial<WechatMiniprogram.Wx>
  /** What getApp() gives. */
  app?: Record<string, unknown>
  /** A page's query. */
  query?: Record<string, string>
  /** A component's properties. */
  properties?: Record<string, unknown>
  /** Folder of app.json; default: miniprogram/. */
  root?: string
}

const MINI_PROGRAM = resolve(import.meta.dirname, '../../miniprogram')

/** Scripts run once in a test file, however often they are mounted. */
const definitions = new Map<string, Definition>()
let tapsComplete = false

/**
 * Mounts one page or component from its sources, as `pages/upload/upload`, with the elements it is made of. A page is
 * loaded, shown and ready when the promise resolves. It is unmounted when the test is over. Warnings of the template
 * compiler are errors, as is whatever the component throws.
 */
export async function mount(path: string, options: MountOptions = {}): Promise<Mounted> {
  const root = resolve(options.root ?? MINI_PROGRAM)
  setGlobals(options)
  if (!tapsComplete) completeTaps(window)
  tapsComplete = true

  const sources = new Sources(root)
  const components = componentsOf(sources, path)
  const templates = compileTemplates(sources, components.keys())
  if (sources.problems.length > 0) {
    throw new Error(
      sources.problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
    )
  }
  const used = new Map<string, Definition>()
  for (const { path: name, script } of components.values()) {
    if (script === undefined) throw new Error(`${name} has no script`)
    const file = sources.file(script)
    const definition =
      (await captureAsync(name, () => import(/* @vite-ignore */ pathToFileURL(file).href))) ?? definitions.get(file)
    if (!definition) throw new Error(`${script} calls neither Page() nor Component()`)
    definitions.set(file, definition)
    used.set(name, definition)
  }

  const log = new SetDataLog()
  const configs = Object.fromEntries([...components].map(([name, { config }]) => [name, config]))
  const compiled = new Function(`${WXS_GLOBALS}; return ${templates}`)() as MiniProgram['templates']
  const easel = createEasel({ components: configs, templates: compiled }, used, log)
  const mounted = new Mounted(easel, path, options, log)
  onTestFinished(() => mounted.unmount())
  mounted.open()
  return mounted
}

export type { Mounted }

const WXS_GLOBALS =
  'var getRegExp = (p, f) => new RegExp(p, f), getDate = (...a) => (a.length ? new Date(...a) : new Date())'

function setGlobals({ wx = {}, app = {} }: MountOptions): void {
  const fake = new Proxy(wx as Record<string, unknown>, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name)
      throw new Error(`The test has no wx.${name}: give it to mount({ wx })`)
    },
  })
  Object.assign(globalThis, { wx: fake, getApp: () => app, getCurrentPages: () => [], App: () => undefined })
}
