import { XMLParser, XMLValidator } from 'fast-xml-parser'
import * as v from 'valibot'
import { CloudError } from '../../errors'

/** What the caller believes to have uploaded. */
export interface ListedPart {
  number: number
  /** Upper case, without quotes. */
  etag: string
}

/** Everything stays text. Entities are read, numbered ones too, and none can be declared: see below. */
const parser = new XMLParser({
  ignoreDeclaration: true,
  parseTagValue: false,
  processEntities: true,
  htmlEntities: true,
  isArray: (name) => name === 'Part',
})

const schema = v.object({
  CompleteMultipartUpload: v.object({
    Part: v.pipe(
      v.array(
        v.object({
          PartNumber: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
          ETag: v.string(),
        }),
      ),
      v.minLength(1),
    ),
  }),
})

/**
 * Reads the body of CompleteMultipartUpload.
 * @throws {CloudError} 400 MalformedXML
 */
export function readCompleteBody(text: string): ListedPart[] {
  // A document type could declare entities that expand; the schema of this call has none.
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) throw malformed()
  const result = v.safeParse(schema, parse(text))
  if (!result.success) throw malformed()
  return result.output.CompleteMultipartUpload.Part.map(({ PartNumber, ETag }) => ({
    number: PartNumber,
    etag: ETag.replace(/^"(.*)"$/, '$1').toUpperCase(),
  }))
}

function parse(text: string): unknown {
  try {
    return parser.parse(text)
  } catch {
    throw malformed()
  }
}

function malformed(): CloudError {
  return new CloudError(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema.',
    { EC: '0042-00000205' },
  )
}
