import { type Import, resolveImport } from './imports'

/** What a top-level folder may import of ours, besides itself. Tests are *.test.ts and what is in test-support/. */
export interface Layer {
  imports: string[]
  /** Types alone. */
  types?: string[]
  /** In its tests, besides. */
  tests?: string[]
}

/** Into a folder, files of another one come through these files alone. Tests may go further. */
export interface Door {
  from: string
  into: string
  through: string[]
}

export interface Layers {
  layers: Record<string, Layer>
  doors: Door[]
}

/** What another engine than our own needs of the uploader. */
export const VENDOR_DOOR: Door = {
  from: 'miniprogram/vendor-sdk/',
  into: 'miniprogram/uploader/',
  through: ['miniprogram/uploader/index.ts', 'miniprogram/uploader/transfer-kit.ts'],
}

/**
 * What goes into the package wevod-uploader: the ports stand on the engine's own door and on nothing else of the mini
 * program; the service's client on that, and on the app's client of the service, none of which says `wx`.
 */
const PACKAGE_DOORS: Door[] = [
  ...['node-ports/', 'web-ports/'].map((from) => ({
    from,
    into: 'miniprogram/',
    through: ['miniprogram/uploader/index.ts'],
  })),
  {
    from: 'service-client/',
    into: 'miniprogram/',
    through: [
      'miniprogram/uploader/index.ts',
      'miniprogram/service/own-token.ts',
      'miniprogram/service/service-auth.ts',
      'miniprogram/service/service-error.ts',
      'miniprogram/service/session-client.ts',
      'miniprogram/service/token-service.ts',
    ],
  },
]

/** From the product up to what measures it. Whoever adds a folder adds a line. */
export const LAYERS: Layers = {
  layers: {
    miniprogram: { imports: [], types: ['server'], tests: ['server', 'emulator', 'node-ports', 'preview'] },
    server: { imports: [], types: ['miniprogram'], tests: ['miniprogram', 'emulator', 'scripts'] },
    'wechat-compiler': { imports: [] },
    'node-ports': { imports: ['miniprogram'] },
    'web-ports': { imports: ['miniprogram'], tests: ['preview'] },
    'service-client': { imports: ['miniprogram'], tests: ['server', 'emulator', 'node-ports', 'scripts'] },
    emulator: { imports: ['miniprogram'] },
    doctor: { imports: ['miniprogram', 'server', 'node-ports'], tests: ['emulator', 'scripts'] },
    preview: { imports: ['miniprogram', 'node-ports', 'wechat-compiler'] },
    scripts: { imports: ['miniprogram', 'server', 'node-ports', 'emulator', 'doctor', 'preview', 'wechat-compiler'] },
    simulation: { imports: ['miniprogram', 'emulator', 'preview', 'scripts'] },
    'ports-contract': { imports: ['miniprogram', 'node-ports', 'web-ports', 'preview', 'simulation'] },
    e2e: { imports: ['miniprogram', 'emulator', 'preview', 'scripts', 'simulation'] },
    examples: { imports: ['miniprogram', 'web-ports', 'service-client', 'emulator', 'scripts'], tests: ['preview'] },
    bench: { imports: ['miniprogram', 'server', 'node-ports', 'emulator', 'preview', 'scripts'] },
  },
  doors: [VENDOR_DOOR, ...PACKAGE_DOORS],
}

/** Imports that go against the layers, as `file:line message`. `files`: what each script imports. */
export function checkLayers(files: ReadonlyMap<string, Import[]>, exists: (path: string) => boolean, rules: Layers) {
  const problems: string[] = []
  const folders = new Set([...files.keys()].flatMap((path) => topFolder(path) ?? []))
  for (const folder of folders) {
    if (!rules.layers[folder])
      problems.push(`${folder}/ is in no layer: say in scripts/check/layers.ts what it may import`)
  }
  for (const folder of Object.keys(rules.layers)) {
    if (!folders.has(folder)) problems.push(`scripts/check/layers.ts speaks of ${folder}/, which has no scripts`)
  }
  for (const { from, into, through } of rules.doors) {
    const gone = [from, into].filter((folder) => ![...files.keys()].some((path) => path.startsWith(folder)))
    gone.push(...through.filter((path) => !exists(path)))
    for (const path of gone) problems.push(`scripts/check/layers.ts speaks of ${path}, which is not there`)
  }
  for (const [from, imports] of files) {
    for (const { specifier, typeOnly, line } of imports) {
      const to = resolveImport(from, specifier, exists)
      const refusal = to !== undefined && (refusedByLayer(from, to, typeOnly, rules) ?? refusedByDoor(from, to, rules))
      if (refusal) problems.push(`${from}:${line} ${refusal}`)
    }
  }
  return problems
}

function refusedByLayer(from: string, to: string, typeOnly: boolean, { layers }: Layers): string | undefined {
  const [own, other] = [topFolder(from), topFolder(to)]
  const layer = layers[own ?? '']
  if (!layer || own === other || other === undefined) return undefined
  const { imports, types = [], tests = [] } = layer
  if (imports.includes(other) || (typeOnly && types.includes(other)) || (isTest(from) && tests.includes(other))) return
  const only = types.includes(other) ? ', but for types' : ''
  return `${own}/ may not import ${other}/${only}: ${to}`
}

function refusedByDoor(from: string, to: string, { doors }: Layers): string | undefined {
  const closed = doors.find(
    (door) => from.startsWith(door.from) && to.startsWith(door.into) && !door.through.includes(to) && !isTest(from),
  )
  return closed && `${closed.from} reaches ${closed.into} through ${closed.through.join(' and ')} only: ${to}`
}

function isTest(path: string): boolean {
  return /\.test\.ts$|(^|\/)test-support\//.test(path)
}

/** Undefined for files of the root. */
function topFolder(path: string): string | undefined {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : undefined
}
