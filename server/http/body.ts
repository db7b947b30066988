import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { Problem } from '../problem'
import type { CallContext, CallMiddleware } from './call'

/** Largest body of a call, bytes. */
export const CALL_LIMIT = 16 * 1024
/** Largest body of a notification, bytes: that of automatic review lists every frame that it objects to. */
export const EVENT_LIMIT = 256 * 1024

/** Middleware that refuses larger bodies with 413 body_too_large. */
export function limitBody(bytes: number): CallMiddleware {
  const limit = bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new Problem('body_too_large', `A body may have ${bytes} bytes at most.`)
    },
  })
  return (c, next) => {
    const announced = announcedLength(c)
    return announced !== undefined && announced <= bytes ? next() : limit(c, next)
  }
}

/**
 * Bytes of a body as its Content-Length has them, by which the runtime reads it; undefined where it only ends when it ends.
 * To ask for the body itself costs more than all else of a call that has none.
 */
function announcedLength(c: CallContext): number | undefined {
  const length = c.req.header('content-length')
  return length !== undefined && /^\d+$/.test(length) && c.req.header('transfer-encoding') === undefined
    ? Number(length)
    : undefined
}

/**
 * Reads the body as text.
 * @throws {Problem} body_incomplete where the client has left, or lost its network, before the end
 */
export async function readBody(c: CallContext): Promise<string> {
  if (announcedLength(c) === 0) return ''
  try {
    return await c.req.text()
  } catch (error) {
    // Too large: said by limitBody, in the middle of the body.
    if (error instanceof Problem) throw error
    throw new Problem('body_incomplete', 'The connection ended before the body did.')
  }
}

/**
 * Reads a JSON body that must match the schema.
 * @throws {Problem} unsupported_media_type, malformed_json, or invalid_body, which names the field
 */
export async function readJson<S extends v.GenericSchema>(c: CallContext, schema: S): Promise<v.InferOutput<S>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new Problem('unsupported_media_type', 'Send the header "Content-Type: application/json".')
  }
  return parse(await readBody(c), schema)
}

/**
 * Reads a JSON body that may be left out; undefined if it is.
 * @throws {Problem} malformed_json or invalid_body
 */
export async function readOptionalJson<S extends v.GenericSchema>(
  c: CallContext,
  schema: S,
): Promise<v.InferOutput<S> | undefined> {
  const body = await readBody(c)
  // Whatever its type: some clients name none with `{}`, where they cannot send nothing.
  return body === '' ? undefined : parse(body, schema)
}

const nothingSchema = v.strictObject({})

/**
 * Makes sure that a call which takes no body got none. `{}` passes too.
 * @throws {Problem} malformed_json or invalid_body
 */
export async function expectNoBody(c: CallContext): Promise<void> {
  await readOptionalJson(c, nothingSchema)
}

function parse<S extends v.GenericSchema>(body: string, schema: S): v.InferOutput<S> {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    // The parser's message quotes the body, which may hold a login code.
    throw new Problem('malformed_json', 'The body could not be parsed as JSON.')
  }
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new Problem('invalid_body', describe(v.getDotPath(issue), issue))
}

/** Names the field and the rule, never the value: it may be a secret. */
function describe(field: string | null, issue: v.BaseIssue<unknown>): string {
  if (!field) return 'The body must be a JSON object.'
  if (issue.expected === 'never') return `There is no field "${field.slice(0, 64)}".`
  if (issue.input === undefined) return `The field "${field}" is missing.`
  return `The field "${field}" is not valid: expected ${issue.requirement instanceof RegExp ? 'another form' : (issue.expected ?? 'another value')}.`
}
