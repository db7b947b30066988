import { publishFile, withdrawFile } from '../runtime/built-ins/files'
import { CallError } from './call'

/** Files that the app got hold of in this run. Like WeChat's temp files, their paths mean nothing after a restart. */
export class TempFiles {
  readonly #files = new Map<string, Blob>()

  /** Keeps a file under a new path of its extension. */
  add(file: Blob, extension: string): string {
    const name = crypto.randomUUID().replaceAll('-', '')
    const path = `http://tmp/${name}.${extension.toLowerCase()}`
    this.#files.set(path, file)
    publishFile(path, file)
    return path
  }

  /** @throws {CallError} in WeChat's words */
  get(path: string, doing = 'open'): Blob {
    const file = this.#files.get(path)
    if (!file) throw new CallError(`no such file or directory, ${doing} '${path}'`, 1300002)
    return file
  }

  /** WeChat has removed them all, as it may when space is short. */
  clear(): void {
    for (const path of this.#files.keys()) withdrawFile(path)
    this.#files.clear()
  }

  has(path: string): boolean {
    return this.#files.has(path)
  }
}
