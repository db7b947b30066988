import type { ComponentSource } from './crawl'

/**
 * Styles of a page apply to the page; those of a component to the component alone, unless its JSON says otherwise in
 * `styleIsolation`. WeChat also reads that from the script's options; the preview does not.
 */
export function setStyleScopes(components: ComponentSource[]): void {
  components.forEach(({ config, isPage }, index) => {
    if (isPage) config.styleIsolation ??= 'shared'
    const isolation = config.styleIsolation ?? 'isolated'
    if (!/^(page-)?shared$/.test(isolation)) config.styleScope = `c${index.toString(36)}`
  })
}
