import { NODE_NUMBERS, NODE_TEXTS, RECONCILE_VALUES } from '../../../server/node/environment'
import { safeUrl } from '../../../server/settings/fields'
import { environmentSchema, SECRETS } from '../../../server/settings/schema'
import type { Words } from '../language'

export type ServiceSetting = keyof typeof environmentSchema.entries
export type NodeSetting = keyof typeof NODE_NUMBERS | keyof typeof NODE_TEXTS | 'RECONCILE'
export type SettingName = ServiceSetting | NodeSetting

/** What the code says of a setting. */
export interface SettingFacts {
  name: SettingName
  isSecret: boolean
  /** Undefined: there is none. */
  fallback: string | undefined
  isRequired: boolean
  /** What it takes; undefined where the schema has a form that only words can tell. */
  takes: Words | undefined
}

/** As much of a valibot schema as is looked at here. */
interface Shape {
  type: string
  default?: unknown
  wrapped?: Shape
  pipe?: readonly Shape[]
  options?: readonly string[]
  item?: Shape
  metadata?: { from: number; to: number; unit: string }
}

/** How units of the schema are called in Chinese. */
const UNITS: Readonly<Record<string, string>> = {
  seconds: '秒',
  milliseconds: '毫秒',
  days: '天',
  bytes: '字节',
  uploads: '个',
  tokens: '个',
  calls: '次',
}

const same = (text: string): Words => ({ en: text, zh: text })
const grouped = (value: number) => value.toLocaleString('en-US')
const codes = (values: readonly string[]) => values.map((value) => `\`${value}\``)

export function serviceFacts(): SettingFacts[] {
  return Object.entries(environmentSchema.entries).map(([name, entry]) => {
    const shape = entry as unknown as Shape
    return {
      name: name as ServiceSetting,
      isSecret: SECRETS.has(name),
      fallback: typeof shape.default === 'string' && shape.default !== '' ? shape.default : undefined,
      isRequired: shape.type !== 'optional',
      takes: takenBy(shape),
    }
  })
}

export function nodeFacts(): SettingFacts[] {
  const facts = (name: NodeSetting, fallback: string | number, takes: Words | undefined): SettingFacts => ({
    ...{ name, isSecret: false, isRequired: false },
    ...{ fallback: String(fallback), takes },
  })
  return [
    ...Object.entries(NODE_NUMBERS).map(([name, [fallback, min, max]]) =>
      facts(name as NodeSetting, fallback, same(`${grouped(min)}–${grouped(max)}`)),
    ),
    ...Object.entries(NODE_TEXTS).map(([name, fallback]) => facts(name as NodeSetting, fallback, undefined)),
    facts('RECONCILE', RECONCILE_VALUES[0], same(codes(RECONCILE_VALUES).join(', '))),
  ]
}

function takenBy(shape: Shape): Words | undefined {
  const parts = partsOf(shape)
  const range = parts.find(({ metadata }) => metadata)?.metadata
  if (range) return inRange(range)
  const list = parts.find(({ type, item }) => type === 'array' && item?.type === 'picklist')?.item?.options
  if (list) {
    const values = codes(list).join(', ')
    return { en: `any of ${values}, separated by commas`, zh: `${values}，可填多个，用逗号分隔` }
  }
  const one = parts.find(({ type }) => type === 'picklist')?.options
  if (one) return same(codes(one).join(', '))
  return parts.some((part) => part === (safeUrl as unknown)) ? { en: 'an https URL', zh: 'https 网址' } : undefined
}

function inRange({ from, to, unit }: { from: number; to: number; unit: string }): Words {
  const chinese = UNITS[unit]
  if (chinese === undefined)
    throw new Error(`How is the unit "${unit}" called in Chinese? Say it in ${import.meta.url}`)
  const range = to === Number.MAX_SAFE_INTEGER ? `≥ ${grouped(from)}` : `${grouped(from)}–${grouped(to)}`
  return { en: `${range} ${unit}`, zh: `${range} ${chinese}` }
}

/** A schema and all that its pipes are made of. */
function partsOf(shape: Shape): Shape[] {
  const own = shape.wrapped ? [shape.wrapped] : (shape.pipe ?? [])
  return [shape, ...own.flatMap((part) => (part === shape ? [] : partsOf(part)))]
}
