import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { CloudError } from '../../errors'
import type { BodyFile } from '../body-file'

/** Limits of the page "PostObject". */
const MAX_FIELD_NAME_BYTES = 8 * 1024
const MAX_FIELD_BYTES = 2 * 1024 * 1024
/** What comes before the file is held in memory; OSS has a limit too (MaxPOSTPreDataLengthExceededError), not documented. */
const MAX_FIELDS = 100

export interface Form {
  /** Those before the file, by lower-case name: OSS's pages disagree on whether the case of names matters. */
  fields: ReadonlyMap<string, string>
  file: BodyFile
  /** As the file part states it; empty without. */
  fileName: string
  fileType: string
}

interface FilePart {
  stream: Readable
  received: Promise<BodyFile>
  fileName: string
  fileType: string
}

/**
 * Reads a multipart form and hands the bytes of its file to `receive` as they come in. The file part is the one named
 * `file`; fields after it are ignored, as OSS ignores the submit button of the sample form.
 * @throws {CloudError} 400 RequestIsNotMultiPartContent, MalformedPOSTRequest, FieldItemTooLong,
 * MaxPOSTPreDataLengthExceededError, IncorrectNumberOfFilesInPOSTRequest, and what `receive` rejects with
 */
export async function readForm(
  request: IncomingMessage,
  receive: (body: Readable) => Promise<BodyFile>,
  discard: (file: BodyFile) => Promise<void>,
): Promise<Form> {
  const parser = createParser(request)
  const fields = new Map<string, string>()
  const files: FilePart[] = []
  let refusal: CloudError | undefined

  parser.on('field', (name, value, _nameTruncated, valueTruncated) => {
    if (files.length > 0) return
    if (valueTruncated || Buffer.byteLength(name) > MAX_FIELD_NAME_BYTES) {
      refusal ??= new CloudError(400, 'FieldItemTooLong', 'Your POST field item is too long.', { FieldName: name })
    }
    fields.set(name.toLowerCase(), value)
  })
  parser.on('fieldsLimit', () => {
    refusal ??= new CloudError(
      400,
      'MaxPOSTPreDataLengthExceededError',
      'Your POST request fields preceding the upload file were too large.',
    )
  })
  parser.on('file', (_name, stream, fileName, _encoding, fileType) => {
    if (files.length > 0 || refusal) {
      refusal ??= wrongNumberOfFiles()
      stream.resume()
      return
    }
    // The parser reports a form that breaks off here too, whoever is listening by then.
    stream.on('error', () => undefined)
    const received = receive(stream)
    // The rest of a file that was not taken has to flow by, or the form would never end.
    received.catch(() => stream.resume())
    files.push({ stream, received, fileName: fileName ?? '', fileType })
  })

  try {
    await parsed(request, parser)
    const [part] = files
    if (refusal) throw refusal
    if (!part) throw wrongNumberOfFiles()
    const { received, fileName, fileType } = part
    return { fields, file: await received, fileName, fileType }
  } catch (error) {
    for (const { stream, received } of files) {
      // Ends the file where the form broke off, so that what was written of it is cleared away.
      stream.destroy()
      await received.then(discard, () => undefined)
    }
    throw error
  }
}

function createParser(request: IncomingMessage): BusboyInstance {
  const contentType = request.headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    throw new CloudError(
      400,
      'RequestIsNotMultiPartContent',
      'Bucket POST must be of the enclosure-type multipart/form-data.',
    )
  }
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': contentType },
      limits: { fieldSize: MAX_FIELD_BYTES, fields: MAX_FIELDS },
      isPartAFile: (name) => name?.toLowerCase() === 'file',
    })
  } catch {
    throw malformed()
  }
}

/**
 * Resolves when the form and the request have ended; the parser is content with the form's end, after which more may come.
 * Rejects when the form breaks off or is none.
 */
async function parsed(request: IncomingMessage, parser: BusboyInstance): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      let toEnd = 2
      const ended = () => {
        if (--toEnd === 0) resolve()
      }
      const closed = () => {
        if (!request.readableEnded) reject(new Error('the client left in the middle of its form'))
      }
      parser.once('finish', ended)
      parser.on('error', () => reject(malformed()))
      request.once('end', ended)
      request.once('close', closed)
      if (request.destroyed) closed()
      else request.pipe(parser)
    })
  } catch (error) {
    request.unpipe(parser)
    throw error
  }
}

function malformed(): CloudError {
  return new CloudError(
    400,
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  )
}

function wrongNumberOfFiles(): CloudError {
  return new CloudError(
    400,
    'IncorrectNumberOfFilesInPOSTRequest',
    'POST requires exactly one file upload per request.',
  )
}
