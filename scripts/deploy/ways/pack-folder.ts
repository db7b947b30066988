import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { zipSync } from 'fflate'

/**
 * Puts what the image is built from into a folder and a zip, as deploy/Dockerfile.dockerignore names it: with no secret,
 * no test and no installed package. The Dockerfile lies on top.
 * @param more further files, by name
 * @returns bytes of the zip
 */
export function packFolder(projectRoot: string, folder: string, zip: string, more: Record<string, string>): number {
  const lines = readFileSync(join(projectRoot, 'deploy/Dockerfile.dockerignore'), 'utf8').split('\n')
  const kept = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  const isTest = (path: string) => path.endsWith('.test.ts') || path.split(sep).includes('test-support')
  for (const name of kept) {
    cpSync(join(projectRoot, name), join(folder, name), {
      recursive: true,
      dereference: true,
      filter: (source) => !isTest(relative(projectRoot, source)),
    })
  }
  cpSync(join(projectRoot, 'deploy/Dockerfile'), join(folder, 'Dockerfile'))
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text)
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  )
  const packed = zipSync(
    Object.fromEntries(
      paths.map((path) => [path.split(sep).join('/'), new Uint8Array(readFileSync(join(folder, path)))]),
    ),
  )
  writeFileSync(zip, packed)
  return packed.length
}
