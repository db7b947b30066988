import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { FILE_CALLS, WX_CALLS } from './wx-calls'

const root = fileURLToPath(new URL('../../', import.meta.url))
// The vendor's SDK is another engine, with a wx of its own to be tried on: simulation/vendor-sdk/.
const sources = globSync('miniprogram/**/*.ts', { cwd: root })
  .filter((path) => !/\.(test|d)\.ts$|vendor-sdk\//.test(path))
  .map((path) => readFileSync(root + path, 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, ''))

/** Names that are called, named in the type of a parameter, or asked for by has(). */
function named(...patterns: RegExp[]): string[] {
  const names = sources.flatMap((text) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name)),
  )
  return [...new Set(names)].sort()
}

/** Names in Pick<type, 'a' | 'b'>. */
function pickedOf(type: string): string[] {
  const lists = named(new RegExp(`Pick<\\s*WechatMiniprogram\\.${type},([^>]*)>`, 'g'))
  return lists.flatMap((list) => [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name))
}

it('every call of wx in the app and the engine is described, and no other', () => {
  const called = named(
    /(?<![\w./'-])wx(?: as WechatMiniprogram\.Wx\))?\??\.(\w+)(?=[(<]| ===)/g,
    /\bhas\(wx, '(\w+)'\)/g,
  )
  const stored = named(/this\.#storage\.(\w+StorageSync)/g)
  const names = new Set([...called, ...stored, ...pickedOf('Wx')])
  expect([...names].sort()).toEqual(Object.keys(WX_CALLS).sort())
})

it('so is every call of the FileSystemManager', () => {
  const called = named(/\bfileSystem\.(\w+)\(/g, /getFileSystemManager\(\)\.(\w+)/g)
  const names = new Set([...called, ...pickedOf('FileSystemManager')])
  expect([...names].sort()).toEqual(Object.keys(FILE_CALLS).sort())
})
