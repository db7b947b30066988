import { SourceMap } from 'node:module'
import { codeFrame } from '../build/code-frame'
import type { ErrorPlace } from '../runtime/build-change'

/** Source maps of the scripts that the page runs, by the script's name. */
export type Maps = Readonly<Record<string, string>>

interface Frame {
  text: string
  file: string
  line: number
  column: number
  source: string
  /** Of the mini program itself, not of the preview or a library. */
  isOwn: boolean
}

/** A line of a stack: maybe the function's name, then the script with line and column from 1. */
const STACK_LINE = /^\s*at (?:(.*?) \()?(?:\S*\/__preview\/)([\w.]+)(?:\?\d*)?:(\d+):(\d+)\)?$/

/** Finds in the sources where an error comes from. Only the mini program's own frames count as its place. */
export function locateError(stack: string, maps: Maps): ErrorPlace {
  const parsed = new Map<string, SourceMap>()
  const frames = stack.split('\n').flatMap((text) => frameOf(text, maps, parsed) ?? [])
  const own = frames.find(({ isOwn }) => isOwn)
  // Where the preview itself has noticed it says nothing.
  const first = frames.findIndex(({ file }) => !file.startsWith('preview/'))
  return {
    stack: frames.slice(first < 0 ? frames.length : first).map(({ text }) => text),
    ...(own && { place: `${own.file}:${own.line}:${own.column}`, frame: codeFrame(own.source, own.line, own.column) }),
  }
}

function frameOf(text: string, maps: Maps, parsed: Map<string, SourceMap>): Frame | undefined {
  const [, name = '', script = '', line = '', column = ''] = STACK_LINE.exec(text) ?? []
  const json = maps[script]
  if (!json) return undefined
  const map = parsed.get(script) ?? new SourceMap(JSON.parse(json) as never)
  parsed.set(script, map)
  const entry = map.findEntry(Number(line) - 1, Number(column) - 1)
  if (!('originalSource' in entry)) return undefined
  const { originalSource, originalLine, originalColumn } = entry
  const folder = script === 'app.js' ? 'miniprogram' : 'preview'
  const file = originalSource.startsWith('../')
    ? originalSource.replace(/^(\.\.\/)+/, '')
    : `${folder}/${originalSource}`
  const { sources, sourcesContent = [] } = map.payload as { sources: string[]; sourcesContent?: string[] }
  return {
    text: `${file}:${originalLine + 1}:${originalColumn + 1}${name === '' ? '' : ` ${name}`}`,
    ...{ file, line: originalLine + 1, column: originalColumn + 1 },
    source: sourcesContent[sources.indexOf(originalSource)] ?? '',
    isOwn: script === 'app.js' && !originalSource.includes('node_modules') && originalSource !== 'mini-program.js',
  }
}
