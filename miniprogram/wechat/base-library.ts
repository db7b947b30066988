import { has } from './calls'

/**
 * The oldest base library that the app runs on. Files over 100 MB are read by FileSystemManager.open and read, which came
 * with 2.16.1; what came later has a substitute. docs/en/platforms.md tells how to set it in WeChat's console as well.
 */
const FLOOR = '2.16.1'

/** Without these there is no upload, whatever the version says. */
const NEEDED = ['request', 'login', 'getFileSystemManager', 'getStorageSync', 'setStorageSync'] as const

/**
 * Whether this WeChat is too old for the app. A version that cannot be read keeps nobody out.
 * @param library the base library's version, such as `3.8.12`
 */
export function isTooOld(wx: Partial<WechatMiniprogram.Wx>, library: string): boolean {
  return isOlder(library, FLOOR) || NEEDED.some((name) => !has(wx, name))
}

function isOlder(version: string, than: string): boolean {
  const parts = version.split('.').map(Number)
  const floor = than.split('.').map(Number)
  if (parts.length !== floor.length || parts.some(Number.isNaN)) return false
  const i = parts.findIndex((part, at) => part !== floor[at])
  return i >= 0 && (parts[i] as number) < (floor[i] as number)
}
