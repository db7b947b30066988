import type { AppConfig, ComponentConfig } from '../runtime/mini-program'
import { resolvePath, type Sources } from './sources'

export interface ComponentSource {
  /** Without an ending. */
  path: string
  isPage: boolean
  config: ComponentConfig
  /** Path of the .ts or .js file. */
  script: string | undefined
}

export interface Crawl {
  app: AppConfig
  theme: Record<string, Record<string, string>>
  appScript: string | undefined
  components: Map<string, ComponentSource>
}

/** Follows app.json to every page and component that it uses. What is missing becomes a problem. */
export function crawl(sources: Sources): Crawl {
  const components = new Map<string, ComponentSource>()
  if (!sources.exists('app.json')) {
    sources.report('app.json', { line: 1, column: 1 }, 'is missing')
    return { app: { pages: [] }, theme: {}, appScript: undefined, components }
  }
  const app: AppConfig = { pages: [], ...sources.json<AppConfig>('app.json') }
  if (app.pages.length === 0) sources.reportAt('app.json', '"pages"', 'names no page')

  for (const page of app.pages) {
    if (scriptOf(sources, page)) visit(sources, app, components, page, true)
    else sources.reportAt('app.json', `"${page}"`, `page not found: ${page}.ts`)
  }
  for (const { pagePath } of app.tabBar?.list ?? []) {
    if (!app.pages.includes(pagePath))
      sources.reportAt('app.json', `"${pagePath}"`, `tab bar: no such page: ${pagePath}`)
  }
  return { app, theme: readTheme(sources, app), appScript: scriptOf(sources, 'app'), components }
}

/** Follows one page or component to all that it uses. */
export function crawlOne(sources: Sources, path: string): Map<string, ComponentSource> {
  const app: AppConfig = { pages: [], ...(sources.exists('app.json') && sources.json<AppConfig>('app.json')) }
  const components = new Map<string, ComponentSource>()
  visit(sources, app, components, path, app.pages.includes(path))
  return components
}

function visit(
  sources: Sources,
  app: AppConfig,
  components: Map<string, ComponentSource>,
  path: string,
  isPage: boolean,
): void {
  if (components.has(path)) return
  const json = `${path}.json`
  const config = sources.exists(json) ? sources.json<ComponentConfig>(json) : {}
  if (!sources.exists(`${path}.wxml`)) sources.report(`${path}.wxml`, { line: 1, column: 1 }, 'is missing')
  if (!isPage && config.component !== true) sources.reportAt(json, '"component"', 'a component says "component": true')
  const usingComponents: Record<string, string> = {}
  components.set(path, { path, isPage, script: scriptOf(sources, path), config: { ...config, usingComponents } })
  const used = { ...app.usingComponents, ...config.usingComponents }
  for (const [tag, reference] of Object.entries(used)) {
    const target = resolvePath(path, reference)
    if (!scriptOf(sources, target) || !sources.exists(`${target}.json`)) {
      sources.reportAt(json, `"${reference}"`, `component not found: ${reference}`)
      continue
    }
    usingComponents[tag] = `/${target}`
    visit(sources, app, components, target, false)
  }
}

function scriptOf(sources: Sources, path: string): string | undefined {
  // As WeChat: a .ts wins over a .js of the same name.
  return [`${path}.ts`, `${path}.js`].find((file) => sources.exists(file))
}

function readTheme(sources: Sources, app: AppConfig): Record<string, Record<string, string>> {
  if (app.themeLocation === undefined) return {}
  if (sources.exists(app.themeLocation))
    return sources.json<Record<string, Record<string, string>>>(app.themeLocation) as Record<
      string,
      Record<string, string>
    >
  sources.reportAt('app.json', '"themeLocation"', `file not found: ${app.themeLocation}`)
  return {}
}
