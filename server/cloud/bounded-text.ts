/** An answer of an upstream that is larger than any answer of its contract. */
export class AnswerTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The answer has more than ${maxBytes} bytes.`)
    this.name = 'AnswerTooLarge'
  }
}

/**
 * Reads a body as UTF-8 text, and stops in the middle where it is larger than it may be: nobody who answers for an
 * upstream can fill this service's memory. Bytes are counted as they come out of decompression.
 * @throws {AnswerTooLarge} and what reading throws
 */
export async function boundedText(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return ''
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > maxBytes) {
      await reader.cancel()
      throw new AnswerTooLarge(maxBytes)
    }
    text += decoder.decode(value, { stream: true })
  }
}
