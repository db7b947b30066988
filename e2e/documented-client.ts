import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../scripts/test-support/run'

/** The page about other clients, in one of its languages. */
export function clientsPage(language: 'en' | 'zh'): Promise<string> {
  return readFile(join(projectRoot, 'docs', language, 'clients.md'), 'utf8')
}

/** Blocks of code with their languages, and with what a comment above says of them. */
export function codeBlocks(page: string): string[] {
  return page.match(/(<!-- .* -->\n)?```\w+\n[\s\S]*?```/g) ?? []
}

/**
 * Lines of docs/en/clients.md that were tried, by the name that stands in a comment above them, with the function `call`
 * that they use.
 * @returns the body of an async function
 */
export async function documentedClient(name: string): Promise<string> {
  const text = await clientsPage('en')
  const block = (start: string) => {
    const from = text.indexOf(start)
    const code = /```js\n([\s\S]*?)```/.exec(text.slice(from))?.[1]
    if (from < 0 || code === undefined) throw new Error(`docs/en/clients.md has no lines for "${start}".`)
    return code
  }
  return `${block('All snippets below')}\n${block(`<!-- tried: ${name} -->`)}`
}
