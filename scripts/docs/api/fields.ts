import type { Language } from '../language'
import { DESCRIPTIONS } from './chinese'

/** As much of JSON Schema as the document uses. */
export interface Schema {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  default?: unknown
  description?: string
}

export interface Field {
  /** Of fields within fields, too: `limits.maxBytes`, `videos[].title`. */
  name: string
  type: string
  isRequired: boolean
  description: string
}

/** The fields of an object, those within them included. */
export function fieldsOf(schema: Schema, language: Language, before = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const inner = property.type === 'array' ? (property.items ?? {}) : property
    const path = `${before}${name}`
    const isRequired = schema.required?.includes(name) ?? false
    const description = describe(property, language)
    if (inner.properties) {
      const own = description === '' ? [] : [{ name: path, type: typeOf(property), isRequired, description }]
      return [...own, ...fieldsOf(inner, language, `${path}${property.type === 'array' ? '[]' : ''}.`)]
    }
    return [{ name: path, type: typeOf(property), isRequired, description }]
  })
}

export function describe({ description = '' }: Schema, language: Language): string {
  if (language === 'en' || description === '') return description
  const chinese = DESCRIPTIONS[description]
  if (chinese === undefined) throw new Error(`Say in scripts/docs/api/chinese.ts: ${description}`)
  return chinese
}

/** `string`, `integer 1–10`, `"a" \| "b"`, with the limits that the schema has. */
export function typeOf(schema: Schema): string {
  const { anyOf, enum: values, const: value, items, type = 'any', format } = schema
  if (anyOf) return anyOf.map(typeOf).join(' | ')
  if (values) return values.map((one) => `\`${one}\``).join(' | ')
  if (value !== undefined) return `\`${value}\``
  if (items) return `${items.properties ? 'object' : typeOf(items)}[]${range(schema.minItems, schema.maxItems)}`
  const limits = range(schema.minimum ?? schema.minLength, schema.maximum ?? schema.maxLength)
  const pattern = schema.pattern === undefined ? '' : ` \`${schema.pattern}\``
  return `${type}${format === undefined ? '' : ` (${format})`}${limits}${pattern}`
}

function range(min: number | undefined, max: number | undefined): string {
  if (min === undefined && max === undefined) return ''
  if (max === undefined || max === Number.MAX_SAFE_INTEGER) return ` ≥ ${min}`
  return min === undefined ? ` ≤ ${max}` : ` ${min}–${max}`
}
