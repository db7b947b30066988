import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import type { Operation } from './operation'
import { operations } from './operations'

/** The interface as an OpenAPI 3.1 document, made from the schemas that check requests. Loaded when it is asked for. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][operation.method.toLowerCase()] = describe(operation)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'wevod token service',
      version: '1',
      description:
        'Uploads from a WeChat mini program to ApsaraVideo VOD: sessions, credentials, and whose video is whose.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'The token of POST /session' },
        operator: { type: 'http', scheme: 'bearer', description: 'ADMIN_SECRET' },
      },
    },
  }
}

function describe({
  path,
  summary,
  body,
  isBodyOptional,
  query,
  headers,
  optionalHeaders,
  answer,
  problem,
  isOpen,
  isOperators,
}: Operation) {
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...fieldsOf(query).map(([name, schema, required]) => ({ name, in: 'query', required, schema })),
    ...(headers ?? []).map((name) => ({ name, in: 'header', required: true, schema: { type: 'string' } })),
    ...(optionalHeaders ?? []).map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } })),
  ]
  return {
    summary,
    security: isOpen ? [] : [isOperators ? { operator: [] } : { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: !isBodyOptional, content: { 'application/json': { schema: schemaOf(body) } } },
    }),
    responses: {
      '200': { description: 'Done', ...(answer && { content: { 'application/json': { schema: schemaOf(answer) } } }) },
      default: {
        description: 'Not done; `code` tells why. 429 and most of 5xx come with Retry-After, in seconds.',
        content: { 'application/problem+json': { schema: schemaOf(problem) } },
      },
    },
  }
}

function fieldsOf(schema: v.GenericSchema | undefined): [name: string, schema: unknown, required: boolean][] {
  const { properties = {}, required = [] } = schema ? schemaOf(schema) : {}
  return Object.entries(properties).map(([name, property]) => [name, property, required.includes(name)])
}

/** What comes in, before it is trimmed or read; rules that JSON Schema cannot express are left out. */
function schemaOf(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, ...json } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' })
  return json
}
