import { compileFunction } from 'node:vm'
import { transformSync } from 'esbuild'
import { expect, it } from 'vitest'
import { wrappedVersion } from './placed-sdk'
import { SdkError } from './sdk-error'
import { wrapSdk } from './wrap-sdk'

interface Loaded {
  version: string
  load(wx: object, date: object): unknown
}

/** Runs a wrapped text as CommonJS, with a browser's globals and Node's around it. */
function run(wrapped: string): Loaded {
  const exports = {} as Loaded
  const names = ['exports', 'require', 'module', 'window', 'self', 'define']
  compileFunction(wrapped, names)(
    exports,
    () => 'required',
    {},
    globalThis,
    globalThis,
    Object.assign(() => 0, { amd: {} }),
  )
  return exports
}

const wx = { name: 'our wx' }
const load = (text: string) => run(wrapSdk(text, '1.0.3')).load(wx, Date)

it.each([
  ['CommonJS', 'module.exports = VOD'],
  ['CommonJS of an ES module', 'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = VOD'],
  ['a named export', 'exports.VODUpload = VOD'],
  [
    'UMD',
    '!function (e, t) { "object" == typeof exports && "object" == typeof module ? module.exports = t() : "function" == typeof define && define.amd ? define([], t) : e.VOD = t() }(window, function () { return VOD })',
  ],
  ['an ES module', 'export default VOD'],
  ['an ES module with a named export', 'export { VOD as VODUpload }'],
  ['a mixture', 'import.meta; module.exports = VOD'],
])('wrapSdk finds the class of %s', (_form, text) => {
  expect(load(`function VOD() {}\n${text}`)).toHaveProperty('name', 'VOD')
})

it('the wrapped SDK sees our wx and our Date, and a function of its own for each load', () => {
  const { load } = run(wrapSdk('module.exports = function VOD() { return [wx, Date] }', '1.0.1'))
  const OurDate = class {}
  const first = load(wx, OurDate) as () => unknown
  expect(first()).toEqual([wx, OurDate])
  expect(load(wx, OurDate)).not.toBe(first)
})

it('the wrapped SDK hides what a phone does not have', () => {
  const names =
    'window self globalThis global document navigator location localStorage XMLHttpRequest fetch crypto process'
  const seen = names.split(' ').map((name) => `typeof ${name}`)
  const types = load(`module.exports = [${seen}, typeof require, typeof define, typeof setTimeout]`)
  expect(types).toEqual([...Array.from({ length: seen.length + 2 }, () => 'undefined'), 'function'])
})

it.each([
  ['a comment at its end', 'module.exports = 1 // the end'],
  ['a strict text', '"use strict"; module.exports = (function () { return this })() === undefined ? 1 : 0'],
  ['its own window', 'let window = 1; class File {}; module.exports = window'],
  ['its own Date', 'var Date = 1; module.exports = Date'],
  ['the end of a comment', 'module.exports = 1 /* }) */'],
  ['a byte order mark', '\ufeffmodule.exports = 1'],
])('wrapSdk takes a text with %s', (_what, text) => {
  expect(load(text)).toBe(1)
})

it('wrapSdk leaves the text as it is, but for an ES module', () => {
  const text = '/*! © */var a=1;;\r\n\r\n  module . exports=a\t'
  expect(wrapSdk(text, '1.0.3')).toContain(`\n${text}\n`)
  expect(wrapSdk('export default 1', '1.0.3')).not.toContain('export default')
})

it('the wrapped SDK is ES5 around it, which WeChat need not translate', () => {
  // esbuild refuses to turn let, const and classes into ES5.
  const { code } = transformSync(wrapSdk('module.exports = 1', '1.0.3'), { target: 'es5' })
  expect(code).not.toMatch(/=>|`[^`]*\$\{/)
})

it('the wrapped SDK carries its version', () => {
  const wrapped = wrapSdk('module.exports = 1', '1.0.3')
  expect(run(wrapped).version).toBe('1.0.3')
  expect(wrappedVersion(wrapped)).toBe('1.0.3')
  expect(wrappedVersion(wrapSdk('', 'unknown'))).toBe('unknown')
  expect(wrappedVersion("exports.version = '1.0.3'")).toBeUndefined()
})

it('wrapSdk refuses what is no JavaScript', () => {
  expect(() => wrapSdk('var = 1', '1.0.3')).toThrow(SdkError)
})
