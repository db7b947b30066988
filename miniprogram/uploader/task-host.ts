/** What a task reports to its uploader, and asks of it. */
export interface TaskHost {
  /** Its snapshot is another one. */
  changed(): void
  /** Bytes of its file as it was picked, where another task has the same path, so that they matter. */
  expectedSize(): number | undefined
}
