const DATABASE = 'wevod.files'
const STORE = 'handles'

/** Permissions of a handle: in Chromium alone, and not in every library of types. */
interface Permissions {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>
}

/**
 * Handles of files, in IndexedDB: they outlive the page, not the right to read by them, which the user gives anew. What
 * fails here costs no more than that the user picks a file again.
 */
export class FileHandles {
  #database: Promise<IDBDatabase> | undefined
  /** Those that are not in the database yet. */
  readonly #kept = new Map<string, FileSystemFileHandle>()

  keep(path: string, handle: FileSystemFileHandle): void {
    this.#kept.set(path, handle)
    void this.#do('readwrite', (store) => store.put(handle, path))
  }

  forget(path: string): void {
    this.#kept.delete(path)
    void this.#do('readwrite', (store) => store.delete(path))
  }

  /** The file, where the page has its handle and may read by it. */
  async file(path: string): Promise<File | undefined> {
    const handle = await this.#find(path)
    if (!handle || (await permission(handle, 'queryPermission')) !== 'granted') return undefined
    return handle.getFile().catch(() => undefined)
  }

  /** Asks the user, where that is needed. */
  async ask(path: string): Promise<PermissionState> {
    const handle = await this.#find(path)
    return handle ? permission(handle, 'requestPermission') : 'denied'
  }

  async #find(path: string): Promise<FileSystemFileHandle | undefined> {
    return (
      this.#kept.get(path) ??
      (await this.#do('readonly', (store) => store.get(path) as IDBRequest<FileSystemFileHandle | undefined>))
    )
  }

  async #do<T>(mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    try {
      this.#database ??= openDatabase()
      const store = (await this.#database).transaction(STORE, mode).objectStore(STORE)
      return await settled(what(store))
    } catch {
      // No IndexedDB (private windows of some browsers), or no room.
      return undefined
    }
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return settled(request)
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Where a browser knows no permissions, a handle that it has kept is good. */
async function permission(
  handle: FileSystemFileHandle & Permissions,
  call: keyof Permissions,
): Promise<PermissionState> {
  try {
    return (await handle[call]?.({ mode: 'read' })) ?? 'granted'
  } catch {
    return 'denied'
  }
}
