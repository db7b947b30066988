import { type ComponentSource, crawlOne } from './crawl'
import type { Sources } from './sources'
import { setStyleScopes } from './style-scopes'
import { checkWxml } from './wxml/check-wxml'

/** One page or component with all that it uses, by path. Apart from the build: esbuild does not run under jsdom. */
export function componentsOf(sources: Sources, path: string): Map<string, ComponentSource> {
  const components = crawlOne(sources, path)
  setStyleScopes([...components.values()])
  for (const component of components.values()) checkWxml(sources, component)
  return components
}
