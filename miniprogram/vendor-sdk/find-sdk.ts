import type { load } from './aliyun-upload-sdk'

/** What is wrong where the SDK was chosen and is not there. The same words as of `npm start`. */
const SDK_MISSING =
  "engine is 'vendor' in miniprogram/config.ts, but Alibaba's SDK is not there: npm run vendor-sdk -- PATH"

/** The placed SDK; undefined, and a line in the console, where there is none. */
export function findSdk(): typeof load | undefined {
  try {
    // Literal, or WeChat would not pack the file. It is not in the repository.
    return (require('./aliyun-upload-sdk.js') as { load: typeof load }).load
  } catch {
    // What is placed only defines a function, so that the one thing which can fail is to find it.
    console.error(SDK_MISSING)
    return undefined
  }
}
