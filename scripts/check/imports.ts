import { posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

export interface Import {
  /** As it is written: './x'. */
  specifier: string
  /** Whether the compiler drops it. */
  typeOnly: boolean
  /** From 1. */
  line: number
}

/** Every import of a script, those of types too: import, export from, import() and the type import('…'). */
export function importsOf(path: string, text: string): Import[] {
  const { module, program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join(', ')}`)
  const found: Import[] = []
  const add = (specifier: string, start: number, typeOnly: boolean) =>
    found.push({ specifier, typeOnly, line: text.slice(0, start).split('\n').length })
  for (const { moduleRequest, start, entries } of module.staticImports) {
    add(moduleRequest.value, start, entries.length > 0 && entries.every(({ isType }) => isType))
  }
  for (const { start, entries } of module.staticExports) {
    const request = entries[0]?.moduleRequest
    const typeOnly = entries.every(({ isType }) => isType)
    if (request) add(request.value, start, typeOnly)
  }
  new Visitor({
    ImportExpression: ({ source, start }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, start, false)
    },
    TSImportType: ({ source, start }) => {
      add(source.value, start, true)
    },
  }).visit(program)
  return found
}

/** The file of this repository that a relative import reaches; undefined for packages. */
export function resolveImport(from: string, specifier: string, exists: (path: string) => boolean): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const path = posix.join(posix.dirname(from), specifier)
  return [path, `${path}.ts`, `${path}.d.ts`, `${path}/index.ts`].find(exists) ?? path
}
