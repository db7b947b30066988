import { registerHooks } from 'node:module'

// What the alias of `httpx` does for bundles: vitest leaves the Alibaba SDKs to Node.
const shim = new URL('../cloud/httpx-fetch.cjs', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'httpx' ? { url: shim, format: 'commonjs', shortCircuit: true } : next(specifier, context),
})
