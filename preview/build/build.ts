import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { compileMiniProgram } from '../../wechat-compiler/compiler'
import { bundleScripts } from './bundle-scripts'
import { type ComponentSource, crawl } from './crawl'
import type { Problem } from './problem'
import { Sources } from './sources'
import { setStyleScopes } from './style-scopes'
import { compileTemplates } from './templates'
import { checkWxml } from './wxml/check-wxml'
import { compileWxss } from './wxss/compile-wxss'

export interface Build {
  problems: Problem[]
  /** Defines `globalThis.miniProgram`, all but its templates. */
  script: string
  sourceMap: string
  /** The compiled templates: an expression, an object of them by path. */
  templates: string
  css: string
  /** Paths of the pages and components. */
  components: string[]
}

/**
 * Builds the mini program in `root` for the browser. Problems do not throw: they are in the result.
 * @param compiledFrom the project whose scripts are taken as WeChat's compiler makes them, which throws where it refuses
 */
export async function buildMiniProgram(root: string, compiledFrom?: string): Promise<Build> {
  const sources = new Sources(resolve(root))
  const { app, theme, appScript, components } = crawl(sources)
  const all = [...components.values()]
  setStyleScopes(all)
  for (const component of all) checkWxml(sources, component)
  const templates = compileTemplates(sources, components.keys())
  const css = [
    compileWxss(sources, 'app.wxss', {}),
    ...all.map((component) => compileWxss(sources, `${component.path}.wxss`, scopeOf(component))),
  ].join('\n')
  const parts = { app, theme, appScript, components: all }
  const scripts = await (compiledFrom === undefined
    ? bundleScripts(sources, parts)
    : compiledScripts(compiledFrom, (compiled) => bundleScripts(sources, { ...parts, compiled })))
  return { problems: sources.problems, ...scripts, templates, css, components: [...components.keys()] }
}

async function compiledScripts<T>(projectRoot: string, use: (compiled: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-compiled-'))
  try {
    await compileMiniProgram(projectRoot, folder)
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function scopeOf({ path, isPage, config: { styleScope } }: ComponentSource) {
  if (styleScope !== undefined) return { classPrefix: styleScope, host: styleScope }
  return isPage ? { route: path } : {}
}
