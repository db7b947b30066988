import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'

/** What runs the token service on Node, with nothing installed. */
export interface NodeBundle {
  /** `server.mjs` in the directory; `chunks/` and `migrations/` beside it. */
  file: string
  /** Of it and all chunks. */
  bytes: number
  /** Source files in it, and the packages that they come from. */
  modules: number
  packages: string[]
  /** Those that every start loads; the rest is loaded where it is used. */
  atStart: string[]
}

/**
 * Bundles the token service for Node into a directory, with all that it needs at run time: an entry, chunks that are
 * loaded where they are used (the SDKs, pg, OpenAPI), and the migrations of its database. What was there of an older build
 * is replaced.
 */
export async function bundleForNode(projectRoot: string, directory: string): Promise<NodeBundle> {
  const file = join(directory, 'server.mjs')
  const migrations = join(directory, 'migrations')
  await mkdir(directory, { recursive: true })
  // Of an older build, a migration that is not there any more would still be applied, and chunks would pile up.
  for (const old of [migrations, join(directory, 'chunks')]) await rm(old, { recursive: true, force: true })
  const { metafile } = await build({
    entryPoints: [{ in: join(projectRoot, 'server/node/main.ts'), out: 'server' }],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    absWorkingDir: projectRoot,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22.12',
    minifySyntax: true,
    minifyWhitespace: true,
    // Stack traces name functions.
    keepNames: true,
    legalComments: 'eof',
    // As [alias] in wrangler.toml, but for @alicloud/credentials: the reasons stand in the files.
    alias: {
      httpx: join(projectRoot, 'server/cloud/httpx-fetch.cjs'),
      'http-proxy-agent': join(projectRoot, 'server/cloud/no-proxy.cjs'),
      'https-proxy-agent': join(projectRoot, 'server/cloud/no-proxy.cjs'),
      'socks-proxy-agent': join(projectRoot, 'server/cloud/no-proxy.cjs'),
      lodash: join(projectRoot, 'server/cloud/sdk-extras.cjs'),
      moment: join(projectRoot, 'server/cloud/sdk-extras.cjs'),
      xml2js: join(projectRoot, 'server/cloud/sdk-extras.cjs'),
    },
    // The Alibaba SDKs are CommonJS and require Node's modules.
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
    metafile: true,
  })
  await cp(join(projectRoot, 'server/store/migrations'), migrations, { recursive: true })
  const outputs = Object.values(metafile.outputs)
  const modules = [...new Set(outputs.flatMap(({ inputs }) => Object.keys(inputs)))]
  return {
    file,
    bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
    modules: modules.length,
    packages: packagesOf(modules),
    atStart: packagesOf(loadedAtStart(metafile).flatMap(({ inputs }) => Object.keys(inputs))),
  }
}

/** The entry, and the chunks that it cannot do without. */
function loadedAtStart({ outputs }: Metafile) {
  const [entry] = Object.keys(outputs).filter((path) => path.endsWith('server.mjs'))
  const paths = new Set(entry === undefined ? [] : [entry])
  // A set's own loop goes on to what is added in it.
  for (const path of paths) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) paths.add(imported)
    }
  }
  return [...paths].flatMap((path) => outputs[path] ?? [])
}

function packagesOf(modules: string[]): string[] {
  return [...new Set(modules.flatMap((path) => packageOf(path) ?? []))].sort()
}

function packageOf(path: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
}
