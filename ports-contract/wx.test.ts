import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, vi } from 'vitest'
import { wxPorts } from '../miniprogram/uploader/index'
import { AppLifetime } from '../preview/runtime/app-lifetime'
import { SettingsStore } from '../preview/runtime/settings'
import { proxyRequest } from '../preview/server/proxy'
import { Connections } from '../preview/wx/connections'
import { fileSystemFamily } from '../preview/wx/file-system'
import { requestFamily } from '../preview/wx/request'
import { storageFamily } from '../preview/wx/storage'
import { TempFiles } from '../preview/wx/temp-files'
import { REQUEST_TIMEOUT_MS } from '../preview/wx/wechat-facts'
import { testPorts } from './contract'
import { deadOrigin, startContractServer } from './contract-server'

const FOLDER = 'http://usr/folder'
/** Bytes. */
const LARGEST_READ_FILE = 512 * 1024

afterEach(() => vi.unstubAllGlobals())

// The adapter on the preview's wx, which keeps WeChat's rules; its requests go through the preview's proxy.
testPorts("WeChat's adapter", async () => {
  const server = await startContractServer()
  const proxy = await startProxy()
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(proxy.url + path, init))
  const browserStorage = memoryStorage()
  const settings = new SettingsStore(new URLSearchParams(), browserStorage)
  const connections = new Connections(settings, new AppLifetime('pages/upload/upload', {}))
  const timeouts = { request: REQUEST_TIMEOUT_MS, uploadFile: REQUEST_TIMEOUT_MS }
  const temp = new TempFiles()
  const removed = new Set<string>()
  const { fileSystem, openFiles } = asOnPhones(fileSystemFamily(forgetful(temp, removed)).getFileSystemManager())
  const wx = {
    ...requestFamily(connections, timeouts),
    ...storageFamily(browserStorage, () => 'user'),
    getFileSystemManager: () => fileSystem,
  }
  return {
    ports: wxPorts(wx as unknown as Parameters<typeof wxPorts>[0]),
    url: (path) => server.url + path,
    deadUrl: await deadOrigin(),
    addFile: async (bytes) => temp.add(new Blob([Uint8Array.from(bytes)]), 'mp4'),
    removeFile: async (path) => void removed.add(path),
    folder: FOLDER,
    openFiles,
    fillStorage() {
      for (let i = 0, size = 1024 * 1024; size > 100; i++) {
        try {
          wx.setStorageSync(`filler ${i}`, 'x'.repeat(size))
        } catch {
          size /= 2
        }
      }
    },
    settle: (promise) => promise,
    async stop() {
      await proxy.close()
      await server.close()
    },
  }
})

async function startProxy() {
  const server = createServer((request, response) => void proxyRequest(request, response, {}, () => undefined))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A browser's. */
function memoryStorage(): Storage {
  const items: Record<string, string> = {}
  const methods = {
    getItem: (key: string) => items[key] ?? null,
    setItem: (key: string, value: string) => {
      items[key] = value
    },
    removeItem: (key: string) => {
      delete items[key]
    },
  }
  // Its keys are its own properties.
  return new Proxy(items, {
    get: (_, name: string) => methods[name as keyof typeof methods] ?? items[name],
  }) as unknown as Storage
}

/** Temp files that WeChat has cleared away are gone, open or not. */
function forgetful(files: TempFiles, removed: ReadonlySet<string>): TempFiles {
  return new Proxy(files, {
    get: (_, name) =>
      name === 'get'
        ? (path: string, doing?: string) => files.get(removed.has(path) ? '' : path, doing)
        : Reflect.get(files, name),
  })
}

/**
 * What WeChat has beyond the preview: folders, a readFile that refuses large files (there from 100 MB on), and a count of
 * what is open.
 */
function asOnPhones(manager: ReturnType<ReturnType<typeof fileSystemFamily>['getFileSystemManager']>) {
  let open = 0
  const fileSystem = {
    ...manager,
    stat: (option: WechatMiniprogram.StatOption) =>
      option.path === FOLDER
        ? option.success?.({ stats: { size: 0, isDirectory: () => true } } as never)
        : manager.stat(option as never),
    readFile: (option: WechatMiniprogram.ReadFileOption) =>
      manager.stat({
        path: option.filePath,
        success: ({ stats }: { stats: { size: number } }) =>
          stats.size > LARGEST_READ_FILE
            ? option.fail?.({
                errMsg: 'readFile:fail the maximum size of the file is exceeded',
                errno: 1300202,
              } as never)
            : manager.readFile(option as never),
        fail: option.fail,
      } as never),
    open: (option: WechatMiniprogram.OpenOption) => {
      open++
      return manager.open(option as never)
    },
    close: (option: WechatMiniprogram.FileSystemManagerCloseOption) => {
      open--
      return manager.close(option as never)
    },
  }
  return { fileSystem, openFiles: () => open }
}
