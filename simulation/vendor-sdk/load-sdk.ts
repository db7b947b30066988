import { compileFunction } from 'node:vm'
import type * as PlacedSdk from '../../miniprogram/vendor-sdk/aliyun-upload-sdk'

type Talk = Pick<Console, 'log' | 'error' | 'warn'>

const SILENT: Talk = { log: () => undefined, error: () => undefined, warn: () => undefined }

/** Runs a file that `npm run vendor-sdk` has placed, as WeChat does. It talks a lot. */
export function loadSdk(placed: string, console = SILENT): typeof PlacedSdk.load {
  const exports = {} as typeof PlacedSdk
  compileFunction(placed, ['exports', 'console'])(exports, console)
  return exports.load
}
