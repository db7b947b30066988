import type { PanelHost } from '../runtime/panel-host'
import { button, child, toolbar } from './controls'
import { formatBytes, formatMs } from './format'
import { type Tool, whenChanged } from './tool'

/** Calls that are shown one by one. */
const MOST_CALLS = 100
/** Bytes of a call that a phone feels. */
const LARGE = 10 * 1024

/** What the app sends from its script to the view: by page and component, and call by call. */
export function setDataTool({ setData }: PanelHost, root: HTMLElement): Tool {
  const { summary, bar } = toolbar(root)
  button(bar, 'clear-setdata', 'Clear', () => {
    setData.clear()
    tool.update()
  })
  const totals = child(root, 'table')
  const list = child(root, 'div', 'rows')
  list.dataset.testid = 'setdata-list'

  const tool = whenChanged(
    () => `${setData.calls.length} ${setData.calls.at(-1)?.at}`,
    () => {
      totals.replaceChildren()
      const head = child(child(totals, 'thead'), 'tr')
      for (const title of ['Component', 'Calls', 'In all', 'Largest']) child(head, 'th', '', title)
      const body = child(totals, 'tbody')
      for (const [path, { calls, bytes, largest }] of Object.entries(setData.totals())) {
        const row = child(body, 'tr')
        child(row, 'th', '', path)
        child(row, 'td', 'number', String(calls))
        child(row, 'td', 'number', formatBytes(bytes))
        child(row, 'td', largest > LARGE ? 'number large' : 'number', formatBytes(largest))
      }
      list.replaceChildren()
      for (const { path, names, bytes, at } of setData.calls.slice(-MOST_CALLS).reverse()) {
        const row = child(list, 'div', 'data')
        child(row, 'span', 'number', formatMs(at))
        child(row, 'span', 'name', names.join(', ')).title = path
        child(row, 'span', bytes > LARGE ? 'number large' : 'number', formatBytes(bytes))
      }
      const { length } = setData.calls
      totals.hidden = length === 0
      summary.textContent =
        length === 0 ? 'No setData yet.' : `${length} calls, the last ${list.childElementCount} below`
    },
  )
  return tool
}
