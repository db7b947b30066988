import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { engineSize } from './engine-size'

async function compiled(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-engine-size-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

it('counts what the engine requires, helpers apart, and nothing else', async () => {
  const folder = await compiled({
    'uploader/index.js': 'require("./errors");require("../@babel/runtime/helpers/get")',
    'uploader/errors.js': 'exports.a=1',
    'uploader/unused.js': 'exports.b=1',
    '@babel/runtime/helpers/get.js': 'module.exports=1',
  })
  const size = await engineSize(folder)
  // A line feed between two.
  expect(size.bytes).toBe(60 + 1 + 11)
  expect(size).toMatchObject({ files: 2, notEs5: [] })
  expect(size.withHelpers.bytes).toBe(size.bytes + 1 + 16)
})

it.each([
  'class A {}',
  'const a = 1',
  'var f = () => 1',
  'for (var a of b) c()',
  'var a = `b`',
  'async function f() {}',
])('names what is not ES5: %s', async (text) => {
  const folder = await compiled({ 'uploader/index.js': `var a = 1\n${text}` })
  expect((await engineSize(folder)).notEs5).toEqual([expect.stringMatching(/^uploader\/index\.js/)])
})
