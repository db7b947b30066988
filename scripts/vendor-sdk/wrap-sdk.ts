import { headOf } from './placed-sdk'
import { scriptBody } from './script-body'

/**
 * What the SDK does not get to see. WeChat hides a browser's globals in the same way; the preview and the tests have
 * them, and the SDK must behave there as on a phone. `require` and `define` because everything it needs is within it:
 * bundlers would look for the modules that its parts ask for just in case.
 */
const HIDDEN = [
  // What WeChat hides.
  'window self document frames location navigator localStorage history screen alert confirm prompt',
  'XMLHttpRequest WebSocket webkit WeixinJSCore',
  // What its engines do not have.
  'sessionStorage indexedDB fetch FormData Blob File FileReader URL URLSearchParams TextEncoder TextDecoder atob btoa',
  'crypto performance Worker Image',
  // Names of the global object, and of module systems.
  'globalThis global process Buffer require define',
]

/**
 * The text of miniprogram/vendor-sdk/aliyun-upload-sdk.js: a CommonJS module with `version` and `load(wx, Date)`, which
 * runs the SDK with that `wx` and that `Date` and returns its class. The SDK's own text is in it byte for byte, unless it
 * is an ES module, which cannot stand in a function. The wrapper is ES5, as most likely is the SDK.
 * @param version `1.0.3`, or `unknown`
 * @throws {SdkError} where the text is no JavaScript
 */
export function wrapSdk(text: string, version: string): string {
  const { body } = scriptBody(text, 'The SDK')
  return `${headOf(version)}exports.load = function (wx, Date) {
  var ${HIDDEN.join(' ').split(' ').join(', ')}
  var module = { exports: {} }
  ;(function (module, exports) {
${body}
  }).call({}, module, module.exports)
  return module.exports.default || module.exports.VODUpload || module.exports
}
`
}
