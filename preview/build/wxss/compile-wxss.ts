import { type AtRule, type ChildNode, type CssSyntaxError, parse, type Root } from 'postcss'
import { toCssUnits } from '../../runtime/units'
import { resolvePath, type Sources } from '../sources'
import { rewriteSelector, type SelectorScope } from './selector'

/** CSS of one WXSS file with its imports, for the preview's DOM; empty where there is no such file. */
export function compileWxss(sources: Sources, path: string, scope: SelectorScope): string {
  if (!sources.exists(path)) return ''
  const root = parseFile(sources, path)
  if (!root) return ''
  inlineImports(sources, root, path, new Set([path]))
  root.walkRules((rule) => {
    const isKeyframe = rule.parent?.type === 'atrule' && /keyframes$/i.test((rule.parent as AtRule).name)
    if (!isKeyframe) rule.selector = rewriteSelector(rule.selector, scope)
  })
  root.walkDecls((declaration) => {
    declaration.value = toCssUnits(declaration.value)
  })
  root.walkAtRules('media', followTheme)
  return root.toString()
}

/**
 * `prefers-color-scheme` becomes a question to the preview's own theme, which the panel can switch. The rules move out
 * of the media query, behind a condition of no weight.
 */
function followTheme(media: AtRule): void {
  const match = /^(.*?)\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)(.*)$/is.exec(media.params)
  if (!match) return
  const [, before = '', theme, after = ''] = match
  media.walkRules((rule) => {
    rule.selectors = rule.selectors.map((selector) => `:where(html[data-theme="${theme}"]) ${selector}`)
  })
  const rest = `${before} ${after}`
    .replace(/^\s*and\b|\band\s*$/gi, '')
    .replace(/\band\s+and\b/gi, 'and')
    .trim()
  if (rest === '') media.replaceWith(media.nodes ?? [])
  else media.params = rest
}

function inlineImports(sources: Sources, root: Root, from: string, seen: Set<string>): void {
  root.walkAtRules('import', (rule) => {
    const reference = /^(?:url\()?\s*["']([^"']+)["']\s*\)?$/.exec(rule.params.trim())?.[1]
    const target = reference === undefined ? undefined : resolvePath(from, reference)
    if (target === undefined || !sources.exists(target)) {
      const position = rule.source?.start ?? { line: 1, column: 1 }
      sources.report(from, position, `@import not found: ${rule.params}`)
      rule.remove()
      return
    }
    const imported = seen.has(target) ? undefined : parseFile(sources, target)
    seen.add(target)
    if (!imported) {
      rule.remove()
      return
    }
    inlineImports(sources, imported, target, seen)
    rule.replaceWith(imported.nodes as ChildNode[])
  })
}

function parseFile(sources: Sources, path: string): Root | undefined {
  try {
    const root = parse(sources.read(path), { from: sources.file(path) })
    reportLocalUrls(sources, root, path)
    return root
  } catch (error) {
    const { reason, line = 1, column = 1 } = error as CssSyntaxError
    sources.report(path, { line, column }, reason)
    return undefined
  }
}

/** On a phone, WXSS reaches no file of the package: only `data:` and the network. */
function reportLocalUrls(sources: Sources, root: Root, path: string): void {
  root.walkDecls((declaration) => {
    for (const [, , url = ''] of declaration.value.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/g)) {
      if (/^(data:|https?:|\/\/|#)/.test(url)) continue
      const position = declaration.source?.start ?? { line: 1, column: 1 }
      sources.report(path, position, `WXSS cannot use a file of the package: ${url}. Use <image>, or a data: URL.`)
    }
  })
}
