import { describe, expect, it } from 'vitest'
import type { Import } from './imports'
import { checkLayers, LAYERS, VENDOR_DOOR } from './layers'

/** One file in every folder, so that all that the layers speak of is there. */
const house = [...Object.keys(LAYERS.layers).map((folder) => `${folder}/x.ts`), 'miniprogram/vendor-sdk/x.ts']
const doorFiles = ['miniprogram/uploader/x.ts', ...VENDOR_DOOR.through]

function check(from: string, specifier: string, { typeOnly = false, doors = [VENDOR_DOOR] } = {}): string[] {
  const files = new Map<string, Import[]>([...house, ...doorFiles].map((path) => [path, []]))
  files.set(from, [{ specifier, typeOnly, line: 3 }])
  return checkLayers(files, (path) => files.has(path), { ...LAYERS, doors })
}

describe('the layers refuse', () => {
  it.each([
    ['a value of the server in the mini program', 'miniprogram/x.ts', '../server/x', 'server/, but for types'],
    ['a value of the mini program in the server', 'server/x.ts', '../miniprogram/x', 'miniprogram/, but for types'],
    ...['emulator', 'preview', 'simulation', 'scripts', 'bench', 'e2e', 'node-ports'].flatMap((folder) =>
      ['miniprogram', 'server'].map((product) => [
        `${folder}/ in the ${product}`,
        `${product}/x.ts`,
        `../${folder}/x`,
        `${folder}/`,
      ]),
    ),
    ['scripts/ in the preview', 'preview/x.ts', '../scripts/x', 'scripts/'],
    ['scripts/ in a test of the preview', 'preview/x.test.ts', '../scripts/x', 'scripts/'],
    ['the server in the emulator', 'emulator/x.ts', '../server/x', 'server/'],
    ['the simulation in scripts/', 'scripts/x.ts', '../simulation/x', 'simulation/'],
  ])('%s', (_, from, specifier, refused) => {
    expect(check(from ?? '', specifier ?? '')).toEqual([
      expect.stringContaining(`${from}:3 ${from?.split('/')[0]}/ may not import ${refused}`),
    ])
  })

  it('types of the emulator in the mini program', () => {
    expect(check('miniprogram/x.ts', '../emulator/x', { typeOnly: true })).toHaveLength(1)
  })

  it("what is no door of the uploader, in the vendor's engine", () => {
    expect(check('miniprogram/vendor-sdk/x.ts', '../uploader/x', { typeOnly: true })).toEqual([
      'miniprogram/vendor-sdk/x.ts:3 miniprogram/vendor-sdk/ reaches miniprogram/uploader/ through ' +
        'miniprogram/uploader/index.ts and miniprogram/uploader/transfer-kit.ts only: miniprogram/uploader/x.ts',
    ])
  })

  it('a folder that they do not name', () => {
    expect(check('elsewhere/x.ts', './y')).toEqual([expect.stringContaining('elsewhere/ is in no layer')])
  })

  it('to speak of what is not there', () => {
    const files = new Map<string, Import[]>(house.slice(1).map((path) => [path, []]))
    expect(checkLayers(files, (path) => files.has(path), { ...LAYERS, doors: [VENDOR_DOOR] })).toEqual(
      [VENDOR_DOOR.into, ...VENDOR_DOOR.through].map((path) => expect.stringContaining(`${path}, which is not there`)),
    )
  })
})

describe('the layers take', () => {
  it.each([
    ['types of the server in the mini program', 'miniprogram/x.ts', '../server/x', true],
    ['types of the mini program in the server', 'server/x.ts', '../miniprogram/x', true],
    ['the emulator in a test of the server', 'server/x.test.ts', '../emulator/x', false],
    ['the emulator in test support of the server', 'server/test-support/x.ts', '../../emulator/x', false],
    ["the transfer kit in the vendor's engine", 'miniprogram/vendor-sdk/x.ts', '../uploader/transfer-kit', false],
    ["anything of the uploader in a test of the vendor's", 'miniprogram/vendor-sdk/x.test.ts', '../uploader/x', false],
    ['a package', 'server/x.ts', 'hono', false],
  ])('%s', (_, from, specifier, typeOnly) => {
    expect(check(from, specifier, { typeOnly })).toEqual([])
  })
})
