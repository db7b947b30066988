/** Rows of a block: few enough that a block is a small setData, and enough that scrolling rarely asks for one. */
export const BLOCK_ROWS = 10

/**
 * Which blocks of a long list are in the view: those on the screen, and one before and after. In the place of the others
 * stands a space of their height, as it was measured when they were there. So the page has as many nodes for 500 videos as
 * for 50, on any base library.
 */
export class RowWindow {
  readonly #rowHeight: number
  /** px, by block; where one was never measured, it is taken for the row's estimate. */
  readonly #measured = new Map<number, number>()
  #rows = 0
  #from = 0
  #to = 1

  /** @param rowHeight px, about */
  constructor(rowHeight: number) {
    this.#rowHeight = rowHeight
  }

  get blocks(): number {
    return Math.ceil(this.#rows / BLOCK_ROWS)
  }

  /** Index after the last row in the view. */
  get end(): number {
    return Math.min(this.#rows, (this.#to + 1) * BLOCK_ROWS)
  }

  /** px of space before and after the blocks in the view. */
  get spaces(): { before: number; after: number } {
    return { before: this.#heightOf(0, this.#from), after: this.#heightOf(this.#to + 1, this.blocks) }
  }

  shows(block: number): boolean {
    return block >= this.#from && block <= this.#to
  }

  setRows(rows: number): void {
    this.#rows = rows
    // Fewer rows than before: the window may lie beyond the last.
    const last = Math.max(0, this.blocks - 1)
    if (this.#from > last) this.#from = Math.max(0, last - 1)
  }

  /** Height of a block as it lies in the view, px; nothing to go by where it is 0. */
  measure(block: number, height: number): void {
    if (height > 0) this.#measured.set(block, height)
  }

  /**
   * @param top px of the list that are above the screen
   * @param height px of the screen
   * @returns whether other blocks are to be in the view
   */
  lookAt(top: number, height: number): boolean {
    const from = Math.max(0, this.#blockAt(top) - 1)
    const to = this.#blockAt(top + height) + 1
    const same = from === this.#from && to === this.#to
    this.#from = from
    this.#to = to
    return !same
  }

  #blockAt(y: number): number {
    let block = 0
    let below = y
    while (block < this.blocks - 1) {
      below -= this.#height(block)
      if (below < 0) break
      block++
    }
    return block
  }

  #heightOf(from: number, to: number): number {
    let height = 0
    for (let block = from; block < to; block++) height += this.#height(block)
    return Math.round(height)
  }

  #height(block: number): number {
    const rows = Math.min(BLOCK_ROWS, Math.max(0, this.#rows - block * BLOCK_ROWS))
    return this.#measured.get(block) ?? rows * this.#rowHeight
  }
}
