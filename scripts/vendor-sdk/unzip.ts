import { crc32 } from 'node:zlib'
import { type UnzipFileInfo, unzipSync } from 'fflate'
import { SdkError } from './sdk-error'

export interface ZipEntry {
  /** With the folders in the zip. */
  name: string
  /** Bytes when unpacked, as the zip claims. */
  size: number
  /** Of the entry in the zip's directory. */
  index: number
}

interface Found extends ZipEntry {
  isEncrypted: boolean
  checksum: number
}

/**
 * What is in a zip; nothing is unpacked.
 * @throws {SdkError} where it is no zip, or a damaged one
 */
export function listZip(zip: Buffer, zipName: string): ZipEntry[] {
  return walk(zip, zipName, () => false).entries
}

/**
 * Unpacks one entry. No more memory is taken than the entry claims to need.
 * @throws {SdkError} where it is encrypted or damaged
 */
export function unpackEntry(zip: Buffer, zipName: string, { index, name, size }: ZipEntry): Buffer {
  const { entries, files } = walk(zip, zipName, (entry) => {
    if (entry.index === index && entry.isEncrypted) {
      throw new SdkError(`${zipName} is encrypted: unpack it yourself, and name the file ${name} in it.`)
    }
    return entry.index === index
  })
  const bytes = Buffer.from(files[name] ?? [])
  if (bytes.length !== size || crc32(bytes) !== entries[index]?.checksum) throw damaged(zipName)
  return bytes
}

function walk(zip: Buffer, zipName: string, take: (entry: Found) => boolean) {
  const entries: Found[] = []
  try {
    let header = directoryOffset(zip)
    const filter = ({ name, originalSize }: UnzipFileInfo) => {
      // fflate looks at neither of the two, but asks in the directory's order.
      const isEncrypted = (zip.readUInt16LE(header + 8) & 1) === 1
      const checksum = zip.readUInt32LE(header + 16)
      header += 46 + [28, 30, 32].reduce((length, at) => length + zip.readUInt16LE(header + at), 0)
      const entry = { name, size: originalSize, index: entries.length, isEncrypted, checksum }
      entries.push(entry)
      return take(entry)
    }
    return { entries, files: unzipSync(zip, { filter }) }
  } catch (error) {
    if (error instanceof SdkError) throw error
    throw damaged(zipName)
  }
}

/** From the record at the end of a zip, or, where the zip is of the 64-bit kind, from the record which that leads to. */
function directoryOffset(zip: Buffer): number {
  const end = zip.lastIndexOf('PK\x05\x06')
  if (end < 0) throw new RangeError('no end of the directory')
  const offset = zip.readUInt32LE(end + 16)
  return offset === 0xffff_ffff ? zip.readUInt32LE(zip.readUInt32LE(end - 12) + 48) : offset
}

function damaged(zipName: string): SdkError {
  return new SdkError(`${zipName} is damaged, or no zip at all: download it again.`)
}
