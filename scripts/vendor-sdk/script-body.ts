import { type BuildFailure, buildSync } from 'esbuild'
import { SdkError } from './sdk-error'

export interface ScriptBody {
  /** What can stand in a function with `module` and `exports`: the text byte for byte, or, of an ES module, its CommonJS. */
  body: string
  /** What an ES module imports. */
  imports: string[]
}

/**
 * Reads JavaScript, without running it.
 * @throws {SdkError} where it is none; `name` stands for it in the message
 */
export function scriptBody(text: string, name: string): ScriptBody {
  // What a download page shows instead of a file.
  if (/^\s*</.test(text)) throw new SdkError(`${name} is a web page, and not JavaScript: download it again.`)
  const { isEsModule, commonJs, imports } = translate(text, name)
  // One that mixes `import` with `module.exports` esbuild takes for CommonJS.
  return isEsModule || !standsInFunction(text) ? { body: commonJs, imports } : { body: text, imports: [] }
}

function translate(text: string, name: string) {
  try {
    const { metafile, outputFiles } = buildSync({
      stdin: { contents: text, sourcefile: 'sdk.js' },
      write: false,
      metafile: true,
      format: 'cjs',
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: {},
    })
    return {
      isEsModule: metafile.inputs['sdk.js']?.format === 'esm',
      commonJs: outputFiles[0]?.text ?? '',
      imports: Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
    }
  } catch (error) {
    const [first] = (error as BuildFailure).errors ?? []
    if (!first) throw error
    throw new SdkError(`${name} is not JavaScript (line ${first.location?.line ?? 1}: ${first.text}).`)
  }
}

function standsInFunction(text: string): boolean {
  try {
    translate(`(function (module, exports) {\n${text}\n})`, '')
    return true
  } catch (error) {
    if (error instanceof SdkError) return false
    throw error
  }
}
