import type { GeneralComponentDefinition } from 'glass-easel'
import type { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'

export type CodeSpace = ReturnType<MiniProgramEnv['createCodeSpace']>

export interface Definition {
  kind: 'Page' | 'Component'
  options: Record<string, unknown>
}

/** What `Behavior()` gives: a name for the definition, resolved when a component that has it is registered. */
export interface BehaviorToken {
  behavior: Record<string, unknown>
}

/** Behaviors that WeChat has and names by a string. */
const BUILT_IN_BEHAVIORS: Record<string, Record<string, unknown>> = {
  'wx://form-field': { properties: { name: String, value: null } },
  'wx://component-export': {},
}

type DefinitionGlobals = Partial<
  Record<'Page' | 'Component' | 'Behavior', (options?: Record<string, unknown>) => unknown>
>

/**
 * Runs a page's or component's script and returns what it passes to `Page` or `Component`. Registration comes later:
 * tests define once and mount many times.
 * @throws {Error} where the script defines nothing, or what the preview cannot take
 */
export function capture(path: string, run: () => void): Definition {
  const { end } = beginCapture(path)
  try {
    run()
  } finally {
    end()
  }
  return end()
}

/** As `capture`, for scripts that load asynchronously. */
export async function captureAsync(path: string, run: () => Promise<unknown>): Promise<Definition | undefined> {
  const { end, captured } = beginCapture(path)
  try {
    await run()
  } finally {
    if (!captured()) end(true)
  }
  return captured() ? end() : undefined
}

function beginCapture(path: string) {
  const globals = globalThis as DefinitionGlobals
  const before = { Page: globals.Page, Component: globals.Component }
  let definition: Definition | undefined
  const define = (kind: Definition['kind']) => (options?: Record<string, unknown>) => {
    if (!options) throw new Error(`${path}: the preview has no chained ${kind}()`)
    if (definition) throw new Error(`${path} defines a page or component twice`)
    definition = { kind, options }
  }
  Object.assign(globals, { Page: define('Page'), Component: define('Component') })
  globals.Behavior = (options = {}): BehaviorToken => ({ behavior: options })
  return {
    captured: () => definition !== undefined,
    end(mayBeEmpty = false): Definition {
      Object.assign(globals, before)
      if (!definition && !mayBeEmpty) throw new Error(`${path} calls neither Page() nor Component()`)
      return definition as Definition
    },
  }
}

/** Registers a definition under its path. */
export function register(space: CodeSpace, path: string, { kind, options }: Definition): GeneralComponentDefinition {
  const definition = withBehaviors(space, options)
  const builder = space.component(path)
  const registered =
    kind === 'Page'
      ? builder.pageDefinition(definition as never).register()
      : builder.definition(definition as never).register()
  // The adapter's wrapper hides it from the types alone.
  return (registered as unknown as { _$: GeneralComponentDefinition })._$
}

function withBehaviors(space: CodeSpace, options: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(options.behaviors)) return options
  const behaviors = (options.behaviors as (string | BehaviorToken)[]).map((item) => {
    const found = typeof item === 'string' ? BUILT_IN_BEHAVIORS[item] : item.behavior
    if (!found) throw new Error(`The preview has no behavior ${String(item)}`)
    return space
      .behavior()
      .definition(withBehaviors(space, found) as never)
      .register()
  })
  return { ...options, behaviors }
}
