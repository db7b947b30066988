import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { postgresBinaries } from './server/test-support/postgres-server.ts'
import { compiledFolder } from './wechat-compiler/compiled-folder.ts'
import { compiledModules } from './wechat-compiler/compiled-modules.ts'

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where CI=true, the tests that need it fail without it. */
const postgresIsThere = postgresBinaries() !== undefined || process.env.CI === 'true'
if (!postgresIsThere) {
  console.warn(
    'Tests on PostgreSQL are skipped: install Debian’s postgresql, or set POSTGRES_BIN to the folder of initdb.',
  )
}

/** Generous: machines are shared, and a limit only ends what hangs. */
const LIMIT_MS = 60_000

/** One project per runtime. `npx vitest run --project node emulator/oss` runs a part. */
export default defineConfig({
  // As [alias] in wrangler.toml, which the Workers plugin does not read. It asks the root config, not its project's.
  resolve: {
    alias: {
      httpx: fromRoot('server/cloud/httpx-fetch.cjs'),
      lodash: fromRoot('server/cloud/sdk-extras.cjs'),
      moment: fromRoot('server/cloud/sdk-extras.cjs'),
      xml2js: fromRoot('server/cloud/sdk-extras.cjs'),
    },
  },
  test: {
    // What the engine says of a phone that misbehaves: the simulation has it do so thousands of times.
    onConsoleLog: (text) => !/^The platform has failed/.test(text),
    // Most wait for browsers and servers; by default two cores would run one file at a time.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          include: [
            '{bench,doctor,e2e,emulator,examples,node-ports,ports-contract,scripts,service-client,web-ports}/**/*.test.ts',
            'preview/{build,runtime,server,wx,panel}/**/*.test.ts',
          ],
          testTimeout: 4 * LIMIT_MS,
          // A whole stack and a browser are started.
          hookTimeout: 4 * LIMIT_MS,
          expect: { poll: { timeout: LIMIT_MS } },
        },
      },
      {
        test: {
          name: 'miniprogram',
          testTimeout: LIMIT_MS,
          hookTimeout: LIMIT_MS,
          include: ['miniprogram/**/*.test.ts'],
          exclude: ['miniprogram/{pages,components}/**', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'simulation',
          include: ['simulation/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      ...(process.env.WEVOD_COMPILED === '1'
        ? [
            {
              // The same tests on what WeChat's compiler has made: `npm run check:wechat` compiles and sets the variable.
              plugins: [compiledModules(compiledFolder, 'simulation')],
              test: {
                name: 'compiled',
                include: ['simulation/*.test.ts'],
                env: { WEVOD_RUNS_COMPILED: '1' },
                testTimeout: 240_000,
              },
            },
          ]
        : []),
      {
        // Mounted from their sources: preview/test-support/mount.ts.
        test: {
          name: 'pages',
          environment: 'jsdom',
          testTimeout: LIMIT_MS,
          include: ['miniprogram/{pages,components}/**/*.test.ts', 'preview/test-support/**/*.test.ts'],
        },
      },
      {
        // The same tests as in workerd, on Node.
        test: {
          name: 'service',
          testTimeout: LIMIT_MS,
          hookTimeout: LIMIT_MS,
          // To start a runtime for each file would take longer than the tests. vitest wants such projects to run apart.
          isolate: false,
          sequence: { groupOrder: 1 },
          include: ['server/**/*.test.ts'],
          exclude: ['server/**/*.{worker,postgres}.test.ts'],
          fileParallelism: false,
          globalSetup: ['./server/test-support/global-setup.ts'],
          setupFiles: ['./server/test-support/httpx-on-node.ts', './server/test-support/await-follow-ups.ts'],
        },
      },
      ...(postgresIsThere
        ? [
            {
              // The same tests once more, with what several machines share.
              test: {
                name: 'postgres',
                testTimeout: LIMIT_MS,
                hookTimeout: LIMIT_MS,
                isolate: false,
                sequence: { groupOrder: 1 },
                include: ['server/**/*.test.ts'],
                exclude: ['server/**/*.worker.test.ts', 'server/**/*.node.test.ts'],
                fileParallelism: false,
                globalSetup: ['./server/test-support/global-setup-postgres.ts'],
                setupFiles: ['./server/test-support/httpx-on-node.ts', './server/test-support/await-follow-ups.ts'],
              },
            },
          ]
        : []),
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: inject('demoSettings') },
          })),
        ],
        test: {
          name: 'worker',
          testTimeout: LIMIT_MS,
          hookTimeout: LIMIT_MS,
          isolate: false,
          sequence: { groupOrder: 1 },
          include: ['server/**/*.test.ts'],
          exclude: ['server/**/*.{node,postgres}.test.ts'],
          // The files share one emulator and set faults in it.
          fileParallelism: false,
          globalSetup: ['./server/test-support/global-setup.ts'],
          setupFiles: ['./server/test-support/apply-migrations.ts', './server/test-support/await-follow-ups.ts'],
        },
      },
    ],
  },
})
