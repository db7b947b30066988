import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type PlacedSdk, placedSdk, SDK_FILE } from './placed-sdk'
import { readPackage, type SdkPackage } from './read-package'
import { SdkError, systemReason } from './sdk-error'
import { wrapSdk } from './wrap-sdk'

export interface Placement extends Omit<SdkPackage, 'text'> {
  /** What was there before. */
  replaced: PlacedSdk | undefined
}

/**
 * Wraps the SDK in `path`, a .js or .zip file, for the mini program of a project, and puts it there: whole or not at all.
 * @throws {SdkError} where it is something else, or cannot be read or written
 */
export async function placeSdk(projectRoot: string, path: string): Promise<Placement> {
  const { text, ...found } = await readPackage(path)
  const wrapped = wrapSdk(text, found.version)
  const replaced = placedSdk(projectRoot)
  const file = join(projectRoot, SDK_FILE)
  const unfinished = `${file}.${process.pid}.tmp`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(unfinished, wrapped)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined) // The reason that counts is the first.
    throw new SdkError(`${SDK_FILE} cannot be written: ${systemReason(error)}.`)
  }
  return { ...found, replaced }
}

/**
 * Takes the SDK out again, and its folder if nothing else is in it.
 * @returns whether there was anything
 * @throws {SdkError} where it cannot be removed
 */
export async function removeSdk(projectRoot: string): Promise<boolean> {
  const file = join(projectRoot, SDK_FILE)
  try {
    await rm(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw new SdkError(`${SDK_FILE} cannot be removed: ${systemReason(error)}.`)
  }
  await rmdir(dirname(file)).catch(() => undefined) // Not empty: it is not ours.
  return true
}
