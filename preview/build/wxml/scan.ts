export interface WxmlTag {
  name: string
  /** Offset of its name. */
  offset: number
  attributes: { name: string; value: string /** Offset of its value. */; offset: number }[]
}

export interface WxmlExpression {
  text: string
  /** Offset of what follows the braces. */
  offset: number
}

const TAG = /<([a-zA-Z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?|\s*\/(?!>))*)\s*\/?>/g
const ATTRIBUTE = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g

/** The opening tags of a WXML text. The compiler judges the syntax; this finds names and values with their places. */
export function scanTags(wxml: string): WxmlTag[] {
  const text = blankOut(wxml)
  return [...text.matchAll(TAG)].map(({ index, 1: name = '', 2: rest = '' }) => {
    const start = index + 1 + name.length
    const attributes = [...rest.matchAll(ATTRIBUTE)].map((match) => {
      const value = match[2] ?? match[3] ?? match[4] ?? ''
      const valueAt = match[0].lastIndexOf(value)
      return { name: match[1] ?? '', value, offset: start + match.index + valueAt }
    })
    return { name, offset: index + 1, attributes }
  })
}

/** What stands between double braces, strings of the expression blanked out. */
export function scanExpressions(wxml: string): WxmlExpression[] {
  return [...blankOut(wxml).matchAll(/\{\{(.*?)\}\}/gs)].map(({ index, 1: text = '' }) => ({
    text: text.replace(/'[^']*'|"[^"]*"/g, blank),
    offset: index + 2,
  }))
}

/** Comments and scripts, made blank so that every offset stays. */
function blankOut(wxml: string): string {
  return wxml
    .replace(/<!--.*?-->/gs, blank)
    .replace(
      /(<wxs\b[^>]*[^/]>)(.*?)(<\/wxs>)/gs,
      (_, open: string, body: string, close: string) => open + blank(body) + close,
    )
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
