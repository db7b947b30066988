import * as v from 'valibot'

const fault = v.variant('type', [
  v.strictObject({
    type: v.literal('error'),
    status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
    code: v.string(),
    message: v.optional(v.string()),
  }),
  v.strictObject({
    type: v.literal('respond'),
    status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    contentType: v.optional(v.string(), 'text/plain'),
    headers: v.optional(v.record(v.string(), v.string()), {}),
    body: v.string(),
  }),
  v.strictObject({ type: v.literal('reset'), when: v.optional(v.picklist(['before', 'after']), 'before') }),
  v.strictObject({ type: v.literal('delay'), ms: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)) }),
  v.strictObject({ type: v.literal('stall') }),
  v.strictObject({ type: v.literal('expiredToken') }),
  v.strictObject({ type: v.literal('clockSkew'), seconds: v.number() }),
])

const rule = v.strictObject({
  operation: v.pipe(v.string(), v.minLength(1)),
  skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  times: v.optional(v.union([v.pipe(v.number(), v.integer(), v.minValue(1)), v.literal('always')]), 1),
  fault,
})

/**
 * What happens to a call:
 * - `error` answers with this status and code, in the service's own error format
 * - `respond` answers exactly this, as a proxy in between would
 * - `reset` drops the connection, `before` the call has an effect or `after`, so that only the answer is lost
 * - `delay` waits, then goes on
 * - `stall` carries the call out, sends the head of its answer, and never the body
 * - `expiredToken` takes the caller's temporary credential as expired
 * - `clockSkew` lets the cloud's clock run ahead (seconds; negative: behind) for this call
 */
export type Fault = v.InferOutput<typeof fault>

/**
 * `operation` is a name as `GET /_emulator/calls` counts it (AssumeRole, UploadPart, jscode2session, …) or `*`. The rule
 * lets `skip` calls pass (default 0), then hits `times` calls (default 1, or `'always'`), counted from when it was set.
 */
export type FaultRule = v.InferInput<typeof rule>

export const faultRulesSchema = v.pipe(
  v.union([v.array(rule), rule]),
  v.transform((rules) => (Array.isArray(rules) ? rules : [rules])),
)

/** The faults that are set. All rules that match a call take effect, in the order they were set. */
export class Faults {
  #rules: { rule: v.InferOutput<typeof rule>; seen: number }[] = []

  add(rules: FaultRule | FaultRule[]): void {
    this.#rules.push(...v.parse(faultRulesSchema, rules).map((rule) => ({ rule, seen: 0 })))
  }

  clear(): void {
    this.#rules = []
  }

  /** Counts the call in every rule for its operation and returns what hits it. */
  strike(operation: string): Fault[] {
    const hits: Fault[] = []
    for (const entry of this.#rules) {
      const { rule } = entry
      if (rule.operation !== operation && rule.operation !== '*') continue
      const index = entry.seen++ - rule.skip
      if (index >= 0 && (rule.times === 'always' || index < rule.times)) hits.push(rule.fault)
    }
    return hits
  }
}
