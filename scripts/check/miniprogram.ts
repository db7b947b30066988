import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { type BuildFailure, build } from 'esbuild'
import { buildMiniProgram } from '../../preview/build/build'
import { type Problem, positionAt } from '../../preview/build/problem'
import { resolvePath, Sources } from '../../preview/build/sources'

/**
 * What WeChat's compiler would refuse, or let pass although it fails on a phone. Beyond what the preview's build finds
 * (pages, components, WXML): imports that leave the folder, which WeChat compiles and does not pack; images that are not
 * there; class fields with `declare`, which its TypeScript plugin cannot read. Calls of `wx` are checked by the types.
 */
export async function checkMiniProgram(root: string): Promise<Problem[]> {
  const sources = new Sources(resolve(root))
  const files = (await readdir(sources.root, { recursive: true })).filter((file) => !file.endsWith('.test.ts'))
  const scripts = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  await checkImports(sources, scripts)
  for (const script of scripts) checkFields(sources, script)
  for (const style of files.filter((file) => file.endsWith('.wxss'))) checkStyleImages(sources, style)
  checkTabBarImages(sources)
  const { problems } = await buildMiniProgram(sources.root)
  return unique([...sources.problems, ...problems])
}

/** esbuild resolves imports as WeChat does, and drops those of types alone, which may leave the folder. */
async function checkImports(sources: Sources, scripts: string[]): Promise<void> {
  try {
    const { metafile } = await build({
      entryPoints: scripts,
      absWorkingDir: sources.root,
      bundle: true,
      write: false,
      metafile: true,
      outdir: 'unused',
      logLevel: 'silent',
      tsconfigRaw: {},
    })
    for (const [file, { imports }] of Object.entries(metafile.inputs)) {
      for (const { path, original = path } of imports) {
        if (!path.startsWith('..') || file.startsWith('..')) continue
        const message = `the import "${original}" leads out of the mini program: WeChat compiles it and does not pack it`
        sources.reportAt(file, original, message)
      }
    }
  } catch (error) {
    const { errors } = error as BuildFailure
    if (!errors) throw error
    for (const { text, location } of errors) {
      if (!location) throw error
      sources.report(
        relative(sources.root, join(sources.root, location.file)),
        { ...location, column: location.column + 1 },
        text,
      )
    }
  }
}

function checkFields(sources: Sources, script: string): void {
  const text = sources.read(script)
  for (const { index } of text.matchAll(
    /^[ \t]+(?:(?:static|readonly|public|private|protected) )*declare (?:readonly )?[\w$#]+\s*[?!:;]/gm,
  )) {
    sources.report(script, positionAt(text, index), "WeChat's TypeScript plugin cannot read class fields with declare")
  }
}

function checkStyleImages(sources: Sources, style: string): void {
  const text = sources.read(style)
  for (const { index, 1: address = '' } of text.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)) {
    if (/^(data:|https?:)/.test(address)) continue
    const message = `url(${address}): WXSS takes data: and https: addresses, no files of the package`
    sources.report(style, positionAt(text, index), message)
  }
}

function checkTabBarImages(sources: Sources): void {
  if (!sources.exists('app.json')) return
  const { tabBar } = sources.json<{ tabBar: { list?: Record<string, string>[] } }>('app.json')
  for (const { iconPath, selectedIconPath } of tabBar?.list ?? []) {
    for (const path of [iconPath, selectedIconPath]) {
      if (path === undefined || path.startsWith('@') || sources.exists(resolvePath('app.json', path))) continue
      sources.reportAt('app.json', `"${path}"`, `file not found: ${path}`)
    }
  }
}

/** Both builds report what keeps either from resolving an import. */
function unique(problems: Problem[]): Problem[] {
  const seen = new Map(problems.map((problem) => [JSON.stringify(problem), problem]))
  return [...seen.values()]
}
