import { globalOptions } from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { registerBuiltIns } from '../built-ins/register'
import type { MiniProgram } from '../mini-program'
import { applyCommonAttributes, COMMON_PROPERTIES } from './aria'
import { createBackend } from './backend'
import { type CodeSpace, type Definition, register } from './definitions'
import { replaceTemplates, type Templates, templateOf } from './hot-templates'
import type { SetDataLog } from './set-data-log'

export type Backend = ReturnType<MiniProgramEnv['associateBackend']>
export type PageRoot = ReturnType<Backend['createRoot']>

export interface Easel {
  space: CodeSpace
  backend: Backend
  /** Puts new templates in the place of those of some pages and components, or of all. */
  replaceTemplates(templates: Templates, paths: readonly string[] | 'all'): void
}

/** Sets up glass-easel with our built-in elements and the mini program's pages and components. */
export function createEasel(
  { components, templates }: Pick<MiniProgram, 'components' | 'templates'>,
  definitions: ReadonlyMap<string, Definition>,
  log: SetDataLog,
): Easel {
  globalOptions.writeIdToDOM = true
  // Else a property may hide a field of the node, such as `dataset`.
  globalOptions.writeFieldsToNode = false
  const env = new MiniProgramEnv()
  const space = env.createCodeSpace('main', true)
  registerBuiltIns(space.getComponentSpace())
  space.setOverallBehavior(commonBehavior(space, log))
  for (const [path, config] of Object.entries(components)) {
    space.addComponentStaticConfig(path, config as never)
    if (config.styleScope !== undefined) space.addStyleSheet(path, undefined, config.styleScope)
    space.addCompiledTemplate(path, templateOf(templates, path) as never)
  }
  const registered = new Map([...definitions].map(([path, one]) => [path, register(space, path, one)]))
  return {
    space,
    backend: env.associateBackend(createBackend()),
    replaceTemplates: (fresh, paths) => replaceTemplates(registered, fresh, paths),
  }
}

interface Instance {
  is: string
  data: Record<string, unknown>
  _$: { $$: HTMLElement | null }
  setData(data: Record<string, unknown>, callback?: () => void): void
}

/** What every component of the app has: `hidden`, ARIA, and a setData that is counted. */
function commonBehavior(space: CodeSpace, log: SetDataLog) {
  const apply = (instance: Instance) => {
    const host = instance._$.$$
    if (host?.setAttribute) applyCommonAttributes(host, instance.data)
  }
  return space
    .getComponentSpace()
    .define()
    .definition({
      properties: COMMON_PROPERTIES as never,
      observers: Object.fromEntries(
        Object.keys(COMMON_PROPERTIES).map((name) => [
          name,
          function (this: Instance) {
            apply(this)
          },
        ]),
      ) as never,
      lifetimes: {
        created(this: unknown) {
          countSetData(this as Instance, log)
        },
      } as never,
    })
    .registerBehavior()
}

function countSetData(instance: Instance, log: SetDataLog): void {
  const setData = instance.setData
  instance.setData = (data, callback) => {
    log.add(instance.is, data)
    setData.call(instance, data, callback)
  }
}
