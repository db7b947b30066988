import { transform as lower } from '@swc/core'
import { transform } from 'esbuild'
import type { OutputFile } from './bundle-modules'

/**
 * An ES module as a CommonJS module in ES5, small, with all helpers in it. esbuild does not write ES5 of classes and async
 * functions, and TypeScript 7 writes none at all; swc does.
 */
export async function toEs5([path, text]: OutputFile): Promise<OutputFile> {
  const { code } = await lower(text, {
    swcrc: false,
    configFile: false,
    isModule: true,
    jsc: {
      parser: { syntax: 'ecmascript' },
      target: 'es5',
      // As WeChat's compiler has it: a private field becomes a property with a name that nobody guesses.
      assumptions: { privateFieldsAsProperties: true },
    },
    module: { type: 'commonjs' },
  })
  const small = await transform(code, {
    target: 'es5',
    format: 'cjs',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
  })
  return [path, small.code]
}
