import { wrappedVersion } from './placed-sdk'
import { scriptBody } from './script-body'
import { RIGHT_SDK, SdkError } from './sdk-error'

/**
 * Makes sure that a text is Alibaba's upload SDK for mini programs, by the names that its users see and that no minifier
 * can change. It is not run.
 * @param name stands for it in messages
 * @throws {SdkError} saying what it is instead, where that is known
 */
export function checkSdk(text: string, name: string): void {
  if (wrappedVersion(text) !== undefined) {
    throw new SdkError(`${name} is what this command makes of the SDK: name the file that you downloaded.`)
  }
  const { imports } = scriptBody(text, name)
  const isUpload = /\bsetSTSToken\b/.test(text) && /\bonUploadstarted\b/.test(text)
  if (isUpload && !/\bwx\./.test(text)) {
    throw new SdkError(
      `${name} is another of Alibaba's SDKs, not for mini programs: what is needed is the ${RIGHT_SDK}.`,
    )
  }
  if (!isUpload || !/\bwx\.(uploadFile|request)\b/.test(text)) {
    throw new SdkError(`${name} is JavaScript, but not Alibaba's ${RIGHT_SDK}.`)
  }
  if (imports.length > 0) {
    throw new SdkError(`${name} imports "${imports[0]}": what is needed is the SDK in one file, as Alibaba packs it.`)
  }
}
