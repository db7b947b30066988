import * as v from 'valibot'
import { Problem } from '../problem'
import type { CallContext } from './call'

/**
 * Reads the query, each field once.
 * @throws {Problem} invalid_query, which names the field
 */
export function readQuery<S extends v.GenericSchema>(c: CallContext, schema: S): v.InferOutput<S> {
  const fields: Record<string, unknown> = {}
  for (const [name, values] of Object.entries(c.req.queries())) fields[name] = values.length === 1 ? values[0] : values
  const result = v.safeParse(schema, fields)
  if (result.success) return result.output
  const field = v.getDotPath(result.issues[0])?.slice(0, 64)
  throw new Problem('invalid_query', `The field "${field}" of the query is not valid, or unknown.`)
}
