import type { LogLine } from '../runtime/log-book'
import type { PanelHost } from '../runtime/panel-host'
import { button, child, field, option, toolbar } from './controls'
import { formatTime } from './format'
import { type Tool, whenChanged } from './tool'

/** Lines that are shown. */
const MOST_LINES = 200

const SOURCES: LogLine['from'][] = ['console', 'realtime log', 'log', 'phone']

/** What the app has logged, and what the phone has done: newest first. */
export function consoleTool({ book }: PanelHost, root: HTMLElement): Tool {
  const { summary, bar } = toolbar(root)
  const from = field(bar, 'console-from', 'From', document.createElement('select'))
  from.append(option('', 'all'), ...SOURCES.map((source) => option(source)))
  button(bar, 'clear-console', 'Clear', () => book.clear())
  const list = child(root, 'div', 'rows')
  list.dataset.testid = 'console-list'

  return whenChanged(
    () => `${book.revision} ${from.value}`,
    () => {
      const lines = book.lines.filter((line) => from.value === '' || line.from === from.value)
      list.replaceChildren()
      for (const { at, level, from: source, text } of lines.slice(-MOST_LINES).reverse()) {
        const row = child(list, 'div', 'line')
        row.dataset.level = level
        child(row, 'span', 'number', formatTime(at))
        child(row, 'span', 'source', source)
        child(row, 'pre', '', text)
      }
      const bad = lines.filter(({ level }) => level === 'error' || level === 'warn').length
      summary.textContent =
        lines.length === 0 ? 'Nothing has been logged.' : `${lines.length} lines, ${bad} of them bad`
    },
  )
}
