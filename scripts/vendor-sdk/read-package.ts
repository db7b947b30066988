import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { checkSdk } from './check-sdk'
import { RIGHT_SDK, SdkError, systemReason } from './sdk-error'
import { newestFirst, type SdkVersion, versionInName, versionOf } from './sdk-version'
import { listZip, unpackEntry, type ZipEntry } from './unzip'

/** The SDK is a tenth of this. */
const MOST_SDK_BYTES = 5 * 1024 * 1024
/** Packages of demos hold pictures and videos. */
const MOST_PACKAGE_BYTES = 200 * 1024 * 1024

/** The SDK, out of what the user has downloaded. */
export interface SdkPackage extends SdkVersion {
  /** Of the file named on the command line. */
  fileName: string
  isZip: boolean
  /** Of that file, hex. */
  md5: string
  /** Path of the SDK within the zip, or the file's name. */
  sdkName: string
  text: string
  /** Of how many SDKs in the zip this is the newest. */
  candidates: number
}

/**
 * Reads the .js file of the SDK, or the .zip with that file anywhere in it.
 * @throws {SdkError} where it cannot be read, or is something else
 */
export async function readPackage(path: string): Promise<SdkPackage> {
  const fileName = basename(path)
  const bytes = await readBytes(path)
  const isZip = bytes.toString('latin1', 0, 2) === 'PK'
  if (!isZip && /\.zip$/i.test(fileName)) throw new SdkError(`${fileName} is not a zip: download it again.`)
  const md5 = createHash('md5').update(bytes).digest('hex')
  if (isZip) return { fileName, isZip, md5, ...findSdk(bytes, fileName) }
  if (bytes.length > MOST_SDK_BYTES) throw tooLarge(fileName)
  const text = bytes.toString()
  checkSdk(text, fileName)
  return { fileName, isZip, md5, sdkName: fileName, text, candidates: 1, ...versionOf(text, [fileName]) }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) {
      throw new SdkError(`${path} is a folder: name the .zip that you downloaded, or the aliyun-upload-sdk-*.min.js.`)
    }
    if (!stats.isFile()) throw new SdkError(`${path} is not a file.`)
    if (stats.size > MOST_PACKAGE_BYTES) throw tooLarge(path)
    return await readFile(path)
  } catch (error) {
    if (error instanceof SdkError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new SdkError(`No such file: ${path}`)
    throw new SdkError(`${path} cannot be read: ${systemReason(error)}.`)
  }
}

/** The newest SDK in a zip, by the names. Where all are something else, the reason that the newest is refused for. */
function findSdk(zip: Buffer, zipName: string) {
  const candidates = listZip(zip, zipName)
    .filter(({ name }) => /^aliyun-upload-sdk.*\.min\.js$/i.test(lastOf(name)))
    .sort((a, b) => newestFirst(versionInName(lastOf(a.name)), versionInName(lastOf(b.name))))
  let refusal: SdkError | undefined
  for (const [index, entry] of candidates.entries()) {
    const text = unpack(zip, zipName, entry)
    try {
      checkSdk(text, `${entry.name} in ${zipName}`)
    } catch (error) {
      // Demos may have Alibaba's other SDKs beside it.
      if (!(error instanceof SdkError)) throw error
      refusal ??= error
      continue
    }
    const version = versionOf(text, [lastOf(entry.name), zipName])
    return { sdkName: entry.name, text, candidates: candidates.length - index, ...version }
  }
  throw refusal ?? new SdkError(`${zipName} has no aliyun-upload-sdk-*.min.js in it: download Alibaba's ${RIGHT_SDK}.`)
}

/** A path's last part. Zips made on Windows may have its separators. */
function lastOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? ''
}

function unpack(zip: Buffer, zipName: string, entry: ZipEntry): string {
  if (entry.size > MOST_SDK_BYTES) throw tooLarge(`${entry.name} in ${zipName}`)
  return unpackEntry(zip, zipName, entry).toString()
}

function tooLarge(name: string): SdkError {
  return new SdkError(`${name} is too large to be Alibaba's ${RIGHT_SDK}.`)
}
