import { globSync, readFileSync } from 'node:fs'
import type { KnipConfig } from 'knip'

const { pages } = JSON.parse(readFileSync('miniprogram/app.json', 'utf8')) as { pages: string[] }

/** `npm run check:unused`: no file, export or dependency that nobody uses. */
const config: KnipConfig = {
  entry: [
    // Commands, and what they start as processes.
    'scripts/*.ts',
    'examples/web/{start,main}.ts',
    'wechat-compiler/official.ts',
    'simulation/soak.ts',
    'bench/{main,bare-worker,service/main,transfer/main}.ts',
    'bench/transfer/*-process.ts',
    'bench/service/{jwt-only-node,jwt-only-worker,upstream}.ts',
    'bench/service/job/d1-worker.ts',
    'preview/main.ts',
    // What wrangler.toml and the bundlers name.
    'server/node/main.ts',
    'server/worker/hyperdrive.ts',
    'server/cloud/**/*.cjs',
    'preview/{runtime/boot,panel/main}.ts',
    'simulation/vendor-sdk/stand-in.ts',
    // Types that are there without an import.
    'server/test-support/bindings.ts',
    // What WeChat loads by the names in JSON files.
    'miniprogram/app.ts',
    ...pages.map((page) => `miniprogram/${page}.ts`),
    ...globSync('miniprogram/components/**/*.json').map((path) => path.replace(/json$/, 'ts')),
    'examples/{native,tdesign}/miniprogram/**/*.ts',
    'preview/test-support/fixture/miniprogram/**/*.ts',
    // Public: what other projects call.
    '{web-ports,service-client}/index.ts',
    'miniprogram/uploader/{index,transfer-kit}.ts',
  ],
  project: ['**/*.{ts,cjs}'],
  // A type in the signature of an exported function is part of it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Fetched when it is needed (wechat-compiler/fetch-compiler.ts); started by its path.
  ignoreDependencies: ['miniprogram-ci'],
  // Of the machine; the tests that want them are left out without them.
  ignoreBinaries: ['openssl', 'unshare'],
  ignoreIssues: {
    // Describe what is placed at run time.
    '**/*.d.ts': ['exports'],
  },
}

export default config
