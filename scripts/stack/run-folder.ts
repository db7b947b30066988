import { mkdir, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * The folder of one run, unlike that of any other: a run that fails removes what it has made itself, and nothing of the
 * one that it could not take the place of.
 */
export class RunFolder {
  readonly #parent: string
  #path: string | undefined

  /** @param parent holds a folder for each name, and in it one for each run */
  constructor(parent: string) {
    this.#parent = parent
  }

  /** Makes it. Returns its path. */
  async make(name: string): Promise<string> {
    const folder = join(this.#parent, name)
    await mkdir(folder, { recursive: true })
    this.#path = await mkdtemp(join(folder, 'run-'))
    return this.#path
  }

  /**
   * Removes what runs of the same name have left that were killed. Call it once this run has what only one run of a name
   * can have, such as its port.
   */
  async removeOthers(): Promise<void> {
    if (this.#path === undefined) return
    const folder = dirname(this.#path)
    const others = (await readdir(folder)).map((name) => join(folder, name)).filter((path) => path !== this.#path)
    await Promise.all(others.map((path) => rm(path, { recursive: true, force: true })))
  }

  /** Removes what `make` has made, if anything. */
  async remove(): Promise<void> {
    if (this.#path === undefined) return
    await rm(this.#path, { recursive: true, force: true })
    await removeIfEmpty(dirname(this.#path))
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder)
  } catch (error) {
    // Another run of this name has its folder there, or was the last to end.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
