import { resolve } from 'node:path'
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

/** Builds the mini program in `root` for the browser. Problems do not throw: they are in the result. */
export async function buildMiniProgram(root: string): Promise<Build> {
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
  const scripts = await bundleScripts(sources, { app, theme, appScript, components: all })
  return { problems: sources.problems, ...scripts, templates, css, components: [...components.keys()] }
}

function scopeOf({ path, isPage, config: { styleScope } }: ComponentSource) {
  if (styleScope !== undefined) return { classPrefix: styleScope, host: styleScope }
  return isPage ? { route: path } : {}
}
