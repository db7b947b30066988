/** Content of an element: text, elements by name, or for each item of a list one element of the same name. */
export type Xml = string | number | boolean | undefined | { [name: string]: Xml } | Xml[]

/** An XML document. Undefined values are left out. */
export function writeXml(root: string, content: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content)}`
}

function element(name: string, content: Xml): string {
  if (content === undefined) return ''
  if (Array.isArray(content)) return content.map((item) => element(name, item)).join('')
  return `<${name}>${inner(content)}</${name}>`
}

function inner(content: Exclude<Xml, undefined | Xml[]>): string {
  if (typeof content !== 'object') return escapeText(String(content))
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('')
}

/** A key may hold characters that XML 1.0 has no way to write; clients that mind ask for `encoding-type=url`. */
function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}
