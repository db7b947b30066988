import { createRequire } from 'node:module'
import { resolvePath, type Sources } from './sources'

// A CommonJS module that loads its WebAssembly beside itself.
const { TmplGroup } = createRequire(import.meta.url)(
  'glass-easel-template-compiler',
) as typeof import('glass-easel-template-compiler')

/** A diagnostic of the template compiler; lines and columns from 0. */
interface Diagnostic {
  level: 'Note' | 'Warn' | 'Error' | 'Fatal'
  message: string
  startLine: number
  startColumn: number
}

/**
 * Compiles the WXML of the components and all that it imports. Returns a JavaScript expression: an object of templates
 * by path. Warnings of the compiler are problems: it would drop what it warns of.
 */
export function compileTemplates(sources: Sources, paths: Iterable<string>): string {
  const group = new TmplGroup()
  const seen = new Set<string>()

  const addTemplate = (path: string): void => {
    const file = `${path}.wxml`
    if (seen.has(file)) return
    seen.add(file)
    if (!sources.exists(file)) return
    for (const { level, message, startLine, startColumn } of group.addTmpl(path, sources.read(file)) as Diagnostic[]) {
      if (level !== 'Note') sources.report(file, { line: startLine + 1, column: startColumn + 1 }, message)
    }
    for (const name of group.getInlineScriptModuleNames(path) as string[]) {
      group.setInlineScript(path, name, withoutEndings(group.getInlineScript(path, name)))
    }
    for (const used of group.getDirectDependencies(path) as string[]) {
      if (sources.exists(`${used}.wxml`)) addTemplate(used)
      else sources.reportAt(file, used.split('/').at(-1) ?? used, `template not found: ${used}.wxml`)
    }
    for (const used of group.getScriptDependencies(path) as string[]) addScript(used, file)
  }

  const addScript = (path: string, from: string): void => {
    const file = `${path}.wxs`
    if (seen.has(file)) return
    seen.add(file)
    if (!sources.exists(file)) {
      sources.reportAt(from, path.split('/').at(-1) ?? path, `script not found: ${file}`)
      return
    }
    const text = sources.read(file)
    group.addScript(path, withoutEndings(text))
    for (const [, used = ''] of text.matchAll(REQUIRE)) addScript(resolvePath(file, used).replace(/\.wxs$/, ''), file)
  }

  for (const path of paths) addTemplate(path)
  const code = group.getTmplGenObjectGroups()
  group.free()
  return code
}

const REQUIRE = /require\(\s*['"]([^'"]+)['"]\s*\)/g

/** The compiled loader knows modules by their path without `.wxs`. */
function withoutEndings(script: string): string {
  return script.replace(/(require\(\s*['"][^'"]+)\.wxs(['"]\s*\))/g, '$1$2')
}
