import * as v from 'valibot'
import { CloudError } from '../../errors'

/** A condition on one field, or on the size of the file. */
type Condition =
  | { type: 'eq' | 'starts-with'; field: string; value: string }
  | { type: 'in' | 'not-in'; field: string; values: string[] }
  | { type: 'content-length-range'; min: number; max: number }

export interface PostPolicy {
  /** Milliseconds since 1970. */
  expiration: number
  conditions: { condition: Condition; asWritten: string }[]
}

/** What the conditions are held against. */
export interface PostedForm {
  bucket: string
  /** The object's name, with `${filename}` filled in. */
  key: string
  /** By lower-case name. */
  fields: ReadonlyMap<string, string>
  /** Bytes of the file. */
  size: number
}

const fieldName = v.pipe(
  v.string(),
  v.startsWith('$'),
  v.transform((name) => name.slice(1).toLowerCase()),
)
const bytes = v.pipe(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))]), v.integer())

const condition = v.union([
  v.pipe(
    v.record(v.string(), v.string()),
    v.check((exact) => Object.keys(exact).length === 1),
    v.transform((exact): Condition => {
      const [[field = '', value = ''] = []] = Object.entries(exact)
      return { type: 'eq', field: field.toLowerCase(), value }
    }),
  ),
  v.pipe(
    v.strictTuple([v.picklist(['eq', 'starts-with']), fieldName, v.string()]),
    v.transform(([type, field, value]): Condition => ({ type, field, value })),
  ),
  v.pipe(
    v.strictTuple([v.picklist(['in', 'not-in']), fieldName, v.array(v.string())]),
    v.transform(([type, field, values]): Condition => ({ type, field, values })),
  ),
  v.pipe(
    v.strictTuple([v.literal('content-length-range'), bytes, bytes]),
    v.transform(([type, min, max]): Condition => ({ type, min, max })),
  ),
])

const policy = v.object({
  expiration: v.pipe(
    v.string(),
    v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/),
    v.transform((text) => Date.parse(text)),
    v.number(),
  ),
  conditions: v.pipe(v.array(v.unknown()), v.minLength(1)),
})

/**
 * Reads the policy of a form. Source: OSS, "PostObject", appendix "Policy".
 * @param base64 the field's value
 * @throws {CloudError} 400 InvalidPolicyDocument
 */
export function readPolicy(base64: string): PostPolicy {
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(base64, 'base64').toString())
  } catch (error) {
    throw invalid(`Invalid JSON: ${(error as Error).message}`)
  }
  const result = v.safeParse(policy, json)
  if (!result.success) throw invalid(v.summarize(result.issues))
  const { expiration, conditions } = result.output
  return { expiration, conditions: conditions.map(readCondition) }
}

/**
 * @param now milliseconds since 1970
 * @throws {CloudError} 400 EntityTooSmall, EntityTooLarge; 403 AccessDenied
 */
export function checkPolicy({ expiration, conditions }: PostPolicy, form: PostedForm, now: number): void {
  if (now > expiration) {
    throw new CloudError(403, 'AccessDenied', 'Invalid according to Policy: Policy expired.', { EC: '0006-00000213' })
  }
  for (const { condition, asWritten } of conditions) {
    if (condition.type === 'content-length-range') checkSize(form.size, condition.min, condition.max)
    else if (!holds(condition, actualValue(form, condition.field))) {
      throw new CloudError(403, 'AccessDenied', `Invalid according to Policy: Policy Condition failed: ${asWritten}`)
    }
  }
}

function readCondition(written: unknown): PostPolicy['conditions'][number] {
  const asWritten = JSON.stringify(written)
  const result = v.safeParse(condition, written)
  if (!result.success) throw invalid(`Invalid condition: ${asWritten}`)
  return { condition: result.output, asWritten }
}

function actualValue({ bucket, key, fields }: PostedForm, field: string): string {
  if (field === 'bucket') return bucket
  return field === 'key' ? key : (fields.get(field) ?? '')
}

function holds(condition: Exclude<Condition, { type: 'content-length-range' }>, actual: string): boolean {
  switch (condition.type) {
    case 'eq':
      return actual === condition.value
    case 'starts-with':
      return actual.startsWith(condition.value)
    case 'in':
      return condition.values.includes(actual)
    case 'not-in':
      return !condition.values.includes(actual)
  }
}

function checkSize(size: number, min: number, max: number): void {
  if (size < min) {
    throw new CloudError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size.', {
      MinSizeAllowed: String(min),
      ProposedSize: String(size),
    })
  }
  if (size > max) {
    throw new CloudError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.', {
      MaxSizeAllowed: String(max),
      ProposedSize: String(size),
    })
  }
}

function invalid(reason: string): CloudError {
  return new CloudError(400, 'InvalidPolicyDocument', `Invalid Policy: ${reason}`)
}
