const END_OF_HEAD = '\r\n\r\n'

/** Counts the body bytes of UploadPart in what one connection sends, request after request. */
export class PartBytes {
  #head = ''
  #left = 0
  #ofPart = false
  total = 0

  add(bytes: Buffer): void {
    let rest = bytes
    while (rest.length > 0) {
      if (this.#left === 0) rest = this.#readHead(rest)
      const body = Math.min(this.#left, rest.length)
      if (this.#ofPart) this.total += body
      this.#left -= body
      rest = rest.subarray(body)
    }
  }

  /** Returns what follows the head, which is nothing while the head is not whole. */
  #readHead(bytes: Buffer): Buffer {
    const before = this.#head.length
    this.#head += bytes.toString('latin1')
    const end = this.#head.indexOf(END_OF_HEAD)
    if (end < 0) return bytes.subarray(bytes.length)
    const head = this.#head.slice(0, end)
    this.#head = ''
    this.#left = Number(/^content-length: *(\d+)$/im.exec(head)?.[1] ?? 0)
    this.#ofPart = /^PUT \S*partNumber=/.test(head)
    return bytes.subarray(end + END_OF_HEAD.length - before)
  }
}
