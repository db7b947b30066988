import type { Fields } from '../gateway/answer'

/** The last report of each file of each client. */
export class ProgressReports {
  readonly #reports = new Map<string, Fields>()

  set(report: Fields): void {
    this.#reports.set(keyOf(report), report)
  }

  get(file: Fields): Fields | undefined {
    return this.#reports.get(keyOf(file))
  }

  reset(): void {
    this.#reports.clear()
  }
}

function keyOf({ ClientId, FileName, FileSize, FileCreateTime }: Fields): string {
  return [ClientId, FileName, FileSize, FileCreateTime].map((part) => String(part ?? '')).join('\n')
}
