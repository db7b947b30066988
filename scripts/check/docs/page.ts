import GithubSlugger from 'github-slugger'
import { type MarkedToken, marked, type Token } from 'marked'

export interface Heading {
  level: number
  text: string
  /** As GitHub makes it. */
  anchor: string
}

export interface CodeBlock {
  /** `sh` of `sh account`; empty where the fence names none. */
  language: string
  /** What stands after it. */
  marks: string[]
  text: string
}

/** What a page of Markdown is made of, as far as it is checked. */
export interface Page {
  /** From the project's folder. */
  path: string
  headings: Heading[]
  /** Of headings, and of `<a id>`. */
  anchors: ReadonlySet<string>
  /** Addresses of links and pictures, in order. */
  links: string[]
  blocks: CodeBlock[]
  /** `Like this`. */
  codes: string[]
  tables: { columns: number; rows: number }[]
}

export function readPage(path: string, text: string): Page {
  const page = { headings: [] as Heading[], links: [] as string[], blocks: [] as CodeBlock[], codes: [] as string[] }
  const tables: Page['tables'] = []
  const anchors = new Set<string>()
  const slugger = new GithubSlugger()
  // It waits for nothing: no token is read asynchronously.
  void marked.walkTokens(marked.lexer(text), (generic) => {
    // Its type allows any token of an extension; there is none.
    const token = generic as MarkedToken
    if (token.type === 'heading') {
      const heading = { level: token.depth, text: token.text, anchor: slugger.slug(wordsOf(token.tokens ?? [])) }
      page.headings.push(heading)
      anchors.add(heading.anchor)
    } else if (token.type === 'link' || token.type === 'image') {
      page.links.push(token.href)
    } else if (token.type === 'html') {
      for (const [, name, value = ''] of token.text.matchAll(/\b(id|href|src)="([^"]*)"/g)) {
        if (name === 'id') anchors.add(value)
        else page.links.push(value)
      }
    } else if (token.type === 'code') {
      const [language = '', ...marks] = (token.lang ?? '').split(/\s+/)
      page.blocks.push({ language, marks, text: token.text })
    } else if (token.type === 'codespan') {
      page.codes.push(token.text)
    } else if (token.type === 'table') {
      tables.push({ columns: token.header.length, rows: token.rows.length })
    }
  })
  return { path, ...page, anchors, tables }
}

/** What a heading says, without its marks. */
function wordsOf(tokens: Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens ? wordsOf(token.tokens) : 'text' in token ? token.text : ''))
    .join('')
}

/** The commands of a block for a shell, without comments and prompts. */
export function commandsOf({ language, text }: CodeBlock): string[] {
  if (language !== 'sh') return []
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .filter((line) => line !== '')
}
