/** Loads something with the first call; a load that fails is tried again by the next. */
export function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

/** The SDKs are CommonJS with `exports.default`: bundlers and Node disagree on where the default export ends up. */
export function defaultExport<T>(module: { default: T }): T {
  const exported = module.default as T | { default: T }
  return typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : (exported as T)
}

/**
 * Everything that a CommonJS module exports. Where a bundler makes a chunk of it, that is the default export and nothing
 * else; elsewhere its names stand beside the default export, whatever that is.
 */
export function commonJs<T extends object>(module: T): T {
  const hasNames = Object.keys(module).some((name) => !['default', 'module.exports', '__esModule'].includes(name))
  return hasNames ? module : (module as { default: T }).default
}
