import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { buildPackage } from './build-package'

export interface Tarball {
  path: string
  /** Of the tarball, and of what is in it. */
  bytes: number
  unpacked: number
  files: { path: string; size: number }[]
}

/** Builds wevod-uploader and leaves it as npm's tarball in a folder. */
export async function packUploader(destination: string): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-package-'))
  try {
    await buildPackage(join(folder, 'package'))
    await mkdir(destination, { recursive: true })
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', resolve(destination)]
    const { stdout } = await promisify(execFile)('npm', args, { cwd: join(folder, 'package') })
    return tarballOf(stdout, destination)
  } finally {
    await rm(folder, { recursive: true })
  }
}

interface PackReport {
  filename: string
  size: number
  unpackedSize: number
  files: { path: string; size: number }[]
}

/** npm up to 11 gives a list, and npm 12 an object by the packages' names. */
function tarballOf(report: string, destination: string): Tarball {
  const [packed] = Object.values(JSON.parse(report) as Record<string, PackReport>)
  if (!packed) throw new Error('npm has packed nothing.')
  const { filename, size, unpackedSize, files } = packed
  return { path: join(destination, filename), bytes: size, unpacked: unpackedSize, files }
}
