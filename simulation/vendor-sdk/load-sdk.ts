import { compileFunction } from 'node:vm'
import type * as PlacedSdk from '../../miniprogram/vendor-sdk/aliyun-upload-sdk'

/** Runs a file that `npm run vendor-sdk` has placed, as WeChat does. Its talk stays in it. */
export function loadSdk(placed: string): typeof PlacedSdk.load {
  const exports = {} as typeof PlacedSdk
  const console = { log: () => undefined, error: () => undefined, warn: () => undefined }
  compileFunction(placed, ['exports', 'console'])(exports, console)
  return exports.load
}
