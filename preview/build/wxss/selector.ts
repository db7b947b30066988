import { BUILT_IN_TAGS } from '../tags'

export interface SelectorScope {
  /** Prefix of an isolated component's classes. */
  classPrefix?: string
  /** Value of `wx-host` on the component's host element. */
  host?: string
  /** Page whose elements the selector is limited to. */
  route?: string
}

/**
 * Rewrites a WXSS selector list for the DOM of the preview: `view` is `<wx-view>`, `page` is `<wx-page>`, a class of an
 * isolated component carries its prefix, `:host` is the element with the component's `wx-host`.
 */
export function rewriteSelector(selector: string, scope: SelectorScope): string {
  return splitList(selector)
    .map((part) => {
      const { text, namesPage } = rewriteOne(part.trim(), scope)
      // :where() adds no weight, so that rules win or lose as they would on the phone.
      return scope.route === undefined || namesPage
        ? limitPage(text, scope)
        : `:where([data-route="${scope.route}"]) ${text}`
    })
    .join(', ')
}

/** `page` in a page's WXSS is that page only. */
function limitPage(text: string, scope: SelectorScope): string {
  return scope.route === undefined
    ? text
    : text.replace(/wx-page(?![\w-])/, `wx-page:where([data-route="${scope.route}"])`)
}

/** A class, an id, an attribute or a string, a pseudo-class or element, a name. */
const TOKEN = /\.(-?[\w\u0080-\uffff\\-]+)|#[\w\\-]+|\[[^\]]*\]|"[^"]*"|'[^']*'|(::?[\w-]+)|([a-zA-Z][\w-]*)/g

function rewriteOne(selector: string, scope: SelectorScope): { text: string; namesPage: boolean } {
  let namesPage = false
  const text = selector.replace(TOKEN, (token, className?: string, pseudo?: string, tag?: string) => {
    if (className !== undefined) return scope.classPrefix ? `.${scope.classPrefix}--${className}` : token
    if (pseudo === ':host' && scope.host) return `[wx-host="${scope.host}"]`
    if (tag === 'page') {
      namesPage = true
      return 'wx-page'
    }
    return tag !== undefined && BUILT_IN_TAGS.has(tag) ? `wx-${tag}` : token
  })
  return { text, namesPage }
}

/** Splits at the commas that stand in no bracket. */
function splitList(selector: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < selector.length; i++) {
    const c = selector[i]
    if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    else if (c === ',' && depth === 0) {
      parts.push(selector.slice(start, i))
      start = i + 1
    }
  }
  return [...parts, selector.slice(start)]
}
