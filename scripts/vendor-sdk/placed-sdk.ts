import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the mini program looks for the SDK, from the project's root. Git ignores it. */
export const SDK_FILE = 'miniprogram/vendor-sdk/aliyun-upload-sdk.js'

export interface PlacedSdk {
  /** `unknown` where nothing in it named one when it was placed. */
  version: string
}

/**
 * The SDK that is placed in a project; undefined where there is none, or a file that placeSdk did not make. `npm start`
 * asks, so that nothing is loaded here that it would not need.
 */
export function placedSdk(projectRoot: string): PlacedSdk | undefined {
  let text: string
  try {
    text = readFileSync(join(projectRoot, SDK_FILE), 'utf8')
  } catch {
    return undefined
  }
  const version = wrappedVersion(text)
  return version === undefined ? undefined : { version }
}

/** The lines with which the placed file begins. */
export function headOf(version: string): string {
  return `// Alibaba Cloud's upload SDK ${version}, placed here by \`npm run vendor-sdk\`. It is proprietary: never commit it.
exports.version = '${version}'
`
}

const HEAD = /^\/\/ Alibaba Cloud's upload SDK .*, placed here by `npm run vendor-sdk`\..*\nexports\.version = '(.*)'\n/

/** The version in a text that begins with such a head; undefined for any other text. */
export function wrappedVersion(text: string): string | undefined {
  return HEAD.exec(text)?.[1]
}
