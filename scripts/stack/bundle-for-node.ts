import { join } from 'node:path'
import { build } from 'esbuild'

/** Bundles the token service for Node into one file, and gives its path. */
export async function bundleForNode(projectRoot: string, directory: string): Promise<string> {
  const outfile = join(directory, 'service.mjs')
  await build({
    entryPoints: [join(projectRoot, 'server/node/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22.12',
    minifySyntax: true,
    // As [alias] in wrangler.toml: the reasons stand in the file.
    alias: { httpx: join(projectRoot, 'server/cloud/httpx-fetch.cjs') },
    // The Alibaba SDKs are CommonJS and require Node's modules.
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
  return outfile
}
