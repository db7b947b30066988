import type { PanelHost } from '../runtime/panel-host'
import { storagePrefix } from '../wx/storage'
import { button, child, toolbar } from './controls'
import { formatBytes } from './format'
import { type Tool, whenChanged } from './tool'

/** Characters of a value that are shown. */
const MOST_CHARACTERS = 20_000

/** wx storage of the user who is logged in. */
export function storageTool({ settings }: PanelHost, root: HTMLElement): Tool {
  const prefix = () => storagePrefix(settings.current.user)
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix()))
  const bytes = (key: string) => new TextEncoder().encode(localStorage.getItem(key) ?? '').length
  const remove = (some: string[]) => {
    for (const key of some) localStorage.removeItem(key)
    tool.update()
  }
  const { summary, bar } = toolbar(root)
  button(bar, 'clear-storage', 'Clear', () => remove(keys()))
  const list = child(root, 'div', 'rows')
  list.dataset.testid = 'storage-list'

  const tool = whenChanged(
    () =>
      keys()
        .map((key) => `${key} ${localStorage.getItem(key)}`)
        .join('\n'),
    () => {
      const all = keys().sort()
      const open = new Set([...list.querySelectorAll<HTMLElement>('details[open]')].map(({ dataset }) => dataset.key))
      list.replaceChildren()
      for (const key of all) {
        const details = child(list, 'details')
        details.dataset.key = key
        details.open = open.has(key)
        const head = child(details, 'summary', 'item')
        child(head, 'span', 'name', key.slice(prefix().length))
        child(head, 'span', 'number', formatBytes(bytes(key)))
        child(details, 'pre', 'value', textOf(key))
        button(details, 'remove-key', 'Remove', () => remove([key]))
      }
      const used = all.reduce((sum, key) => sum + bytes(key), 0)
      const of = `${settings.current.user}: ${all.length} keys, ${formatBytes(used)} of 10 MB`
      summary.textContent = all.length === 0 ? `${settings.current.user} has nothing stored.` : of
    },
  )
  return tool
}

function textOf(key: string): string {
  try {
    const { data } = JSON.parse(localStorage.getItem(key) ?? '') as { data: unknown }
    const text = JSON.stringify(data, null, 2) ?? String(data)
    return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
  } catch {
    return localStorage.getItem(key) ?? ''
  }
}
