import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Makes one file of a script beside this one: TypeScript is loaded slowly without a JIT, and takes memory. */
export async function bundleScript(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`)
  const entry = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', target: 'node24', outfile })
  return outfile
}
