import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../scripts/test-support/run'

/**
 * Lines of docs/clients.md that were tried, by the name that stands in a comment above them, with the function `call` that
 * they use.
 * @returns the body of an async function
 */
export async function documentedClient(name: string): Promise<string> {
  const text = await readFile(join(projectRoot, 'docs/clients.md'), 'utf8')
  const block = (start: string) => {
    const from = text.indexOf(start)
    const code = /```js\n([\s\S]*?)```/.exec(text.slice(from))?.[1]
    if (from < 0 || code === undefined) throw new Error(`docs/clients.md has no lines for "${start}".`)
    return code
  }
  return `${block('All snippets below')}\n${block(`<!-- tried: ${name} -->`)}`
}
