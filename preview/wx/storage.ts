import { asyncCall, CallError } from './call'

const MOST_ITEM_BYTES = 1024 * 1024
const MOST_BYTES = 10 * 1024 * 1024

/** How the keys of a user begin in the browser's storage. */
export function storagePrefix(user: string): string {
  return `wevod-preview:${user}:`
}

/** Storage of the user who is logged in, in this browser's localStorage. */
export function storageFamily(storage: Storage, user: () => string) {
  const prefix = () => storagePrefix(user())
  const keys = () =>
    Object.keys(storage).flatMap((key) => (key.startsWith(prefix()) ? [key.slice(prefix().length)] : []))
  const size = () => keys().reduce((sum, key) => sum + key.length + bytes(storage.getItem(prefix() + key) ?? ''), 0)

  const set = (key: string, data: unknown) => {
    const text = JSON.stringify({ data })
    if (bytes(text) - bytes('{"data":}') > MOST_ITEM_BYTES) throw new CallError('entry size limit reached')
    const before = bytes(storage.getItem(prefix() + key) ?? '')
    if (size() - before + bytes(text) > MOST_BYTES) throw new CallError('exceed storage max size 10Mb')
    storage.setItem(prefix() + key, text)
  }
  const read = (key: string): { data: unknown } | undefined => {
    const text = storage.getItem(prefix() + key)
    return text === null ? undefined : (JSON.parse(text) as { data: unknown })
  }
  const remove = (key: string) => storage.removeItem(prefix() + key)
  const clear = () => {
    for (const key of keys()) remove(key)
  }
  const info = () => ({ keys: keys(), currentSize: Math.ceil(size() / 1024), limitSize: MOST_BYTES / 1024 })

  return {
    setStorage: asyncCall('setStorage', ({ key, data }: { key: string; data: unknown }) => set(key, data)),
    getStorage: asyncCall('getStorage', ({ key }: { key: string }) => {
      const item = read(key)
      if (!item) throw new CallError('data not found')
      return item
    }),
    removeStorage: asyncCall('removeStorage', ({ key }: { key: string }) => remove(key)),
    clearStorage: asyncCall('clearStorage', clear),
    getStorageInfo: asyncCall('getStorageInfo', info),
    setStorageSync: (key: string, data: unknown) => named('setStorageSync', () => set(key, data)),
    getStorageSync: (key: string) => read(key)?.data ?? '',
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
  }
}

function named(name: string, run: () => void): void {
  try {
    run()
  } catch (error) {
    throw new Error(`${name}:fail ${(error as Error).message}`)
  }
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
