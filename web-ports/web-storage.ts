import type { Storage as EngineStorage } from '../miniprogram/uploader/index'

/**
 * Checkpoints in localStorage: it is synchronous, as the engine wants them written, and outlives the page; about 5 MB an
 * origin. A browser that is told to keep nothing throws at each look. A checkpoint of a file of some thousand parts has some 100 KB.
 */
export function webStorage(storage: () => Storage, keyPrefix: string): EngineStorage {
  return {
    get: (key) => storage().getItem(keyPrefix + key) ?? undefined,
    set: (key, value) => storage().setItem(keyPrefix + key, value),
    remove: (key) => storage().removeItem(keyPrefix + key),
  }
}
