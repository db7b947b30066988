import * as v from 'valibot'

const wildcard = v.literal('*')

/** `service:Operation`, where the operation may hold wildcards: `vod:Get*`. */
const action = v.union([wildcard, v.pipe(v.string(), v.regex(/^[a-z0-9-]+:[\w*?]+$/i))])

/** `acs:service:region:account:relative-id`, each part of which may hold wildcards. */
const resource = v.union([wildcard, v.pipe(v.string(), v.regex(/^acs:[^:]*:[^:]*:[^:]*:.+$/))])

/** RAM takes a single value where it takes a list. */
export const oneOrMore = <T extends string | object>(item: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.union([v.array(item), item]),
    v.transform((value): T[] => (Array.isArray(value) ? value : [value])),
    v.minLength(1),
  )

const statement = v.pipe(
  v.strictObject({
    Effect: v.picklist(['Allow', 'Deny']),
    Action: v.optional(oneOrMore(action)),
    NotAction: v.optional(oneOrMore(action)),
    Resource: oneOrMore(resource),
    Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
  }),
  v.check((it) => (it.Action === undefined) !== (it.NotAction === undefined), 'needs either Action or NotAction'),
)

const policyDocument = v.strictObject({
  Version: v.literal('1'),
  Statement: oneOrMore(statement),
})

export type PolicyDocument = v.InferOutput<typeof policyDocument>
export type Statement = v.InferOutput<typeof statement>

/**
 * Reads the JSON text of a RAM policy (grammar: RAM "policy structure and syntax"). Returns undefined where RAM would not
 * take it.
 */
export function parsePolicy(text: string): PolicyDocument | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), policyDocument), text)
  return result.success ? result.output : undefined
}
