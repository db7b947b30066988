import { defineConfig } from 'vitest/config'

/** One project per runtime. `npx vitest run --project node emulator/oss` runs a part. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'node', include: ['{emulator,scripts,e2e}/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'miniprogram', include: ['miniprogram/**/*.test.ts'] } },
    ],
  },
})
