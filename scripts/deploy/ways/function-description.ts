import { parse } from 'yaml'
import { type DeploySettings, namesForNode } from '../settings'

/** deploy/fc/s.yaml, as far as it is changed here. */
export interface FunctionDescription {
  resources: {
    wevod: { props: Record<string, unknown> & { environmentVariables: Record<string, string>; region: string } }
  }
}

export interface FunctionOptions {
  settings: DeploySettings
  /** Undefined: the bundle, with Node in a layer. */
  image: string | undefined
  region: string
}

/**
 * Of the function's own: fixed by its place, whatever is set elsewhere. Function Compute gives the role's keys under the
 * names of the access key's.
 */
const NOT_FROM_SETTINGS =
  /^(HOST|PORT|RECONCILE|ALIBABA_CLOUD_(ACCESS_KEY_ID|ACCESS_KEY_SECRET|SECURITY_TOKEN)|DATABASE_CONNECTIONS|DRAIN_SECONDS)$/

const PLACE = /\$\{env\('(\w+)'\)\}/g

/** The repository's description with all settings, each as a place that Serverless Devs fills in from its environment. */
export function functionOf(yaml: string, { settings, image, region }: FunctionOptions): FunctionDescription {
  const description = parse(yaml) as FunctionDescription
  const { props } = description.resources.wevod
  const fixed = Object.fromEntries(
    Object.entries(props.environmentVariables).filter(([name]) => NOT_FROM_SETTINGS.test(name)),
  )
  // What it cannot do without, whether it is set or not.
  const needed = ['DATABASE', 'TIMER_SECRET']
  const names = new Set([...needed, ...namesForNode(settings).filter((name) => !NOT_FROM_SETTINGS.test(name))])
  props.region = region
  props.environmentVariables = {
    ...fixed,
    ...Object.fromEntries([...names].map((name) => [name, `\${env('${name}')}`])),
  }
  if (image === undefined) {
    // Beside the description that is written.
    props.code = './dist'
    return description
  }
  const { customRuntimeConfig, layers: _, code: __, handler: ___, ...rest } = props
  const { port, healthCheckConfig } = customRuntimeConfig as { port: number; healthCheckConfig: object }
  description.resources.wevod.props = {
    ...rest,
    runtime: 'custom-container',
    // Asked for, and of no meaning for an image.
    handler: 'index.handler',
    customContainerConfig: { image, port, healthCheckConfig },
  } as typeof props
  return description
}

/** Names that the description takes from the environment. */
export function placesOf(description: FunctionDescription): string[] {
  return [...new Set([...JSON.stringify(description).matchAll(PLACE)].map(([, name = '']) => name))]
}

/** The description as Serverless Devs reads it. */
export function filledIn(
  description: FunctionDescription,
  values: Readonly<Record<string, string>>,
): FunctionDescription {
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(PLACE, (_, name: string) => values[name] ?? '')
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)]))
  }
  return fill(description) as FunctionDescription
}
