import type { NetworkCall } from '../runtime/network-log'
import type { PanelHost } from '../runtime/panel-host'
import { button, child, toolbar } from './controls'
import { formatBytes, formatMs } from './format'
import { type Tool, whenChanged } from './tool'

interface Row {
  summary: HTMLElement
  details: HTMLElement
}

/** The app's requests and uploads, newest first: status, size, time. */
export function networkTool({ network }: PanelHost, root: HTMLElement): Tool {
  const { summary, bar } = toolbar(root)
  button(bar, 'clear-network', 'Clear', () => network.clear())
  const list = child(root, 'div', 'rows')
  list.dataset.testid = 'network-list'
  const rows = new Map<NetworkCall, Row>()

  return whenChanged(
    () => network.revision,
    () => {
      const { calls } = network
      for (const [call, { summary }] of rows) {
        if (calls.includes(call)) continue
        summary.closest('details')?.remove()
        rows.delete(call)
      }
      for (const call of calls) {
        const row = rows.get(call) ?? addRow(list)
        rows.set(call, row)
        fill(row, call)
      }
      const failed = calls.filter(({ status, error }) => error !== undefined || (status ?? 0) >= 400).length
      const sent = calls.reduce((sum, call) => sum + call.sent, 0)
      const received = calls.reduce((sum, call) => sum + (call.received ?? 0), 0)
      summary.textContent =
        calls.length === 0
          ? 'The app has asked for nothing yet.'
          : `${calls.length} calls, ${failed} failed · ↑ ${formatBytes(sent)} ↓ ${formatBytes(received)}`
    },
  )
}

function addRow(list: HTMLElement): Row {
  const details = document.createElement('details')
  list.prepend(details)
  return { summary: child(details, 'summary', 'call'), details: child(details, 'dl') }
}

function fill({ summary, details }: Row, call: NetworkCall): void {
  const { method, url, status, error, sent, received = 0, ms } = call
  const address = new URL(url, location.href)
  const isOver = ms !== undefined
  summary.replaceChildren()
  const state = child(summary, 'b', 'status', error === undefined ? String(status ?? '…') : 'failed')
  state.dataset.kind = error !== undefined || (status ?? 0) >= 400 ? 'bad' : isOver ? 'good' : 'open'
  child(summary, 'span', 'name', `${method} ${call.action ?? nameOf(address)}`)
  child(summary, 'span', 'number', sent > received ? `↑ ${formatBytes(sent)}` : `↓ ${formatBytes(received)}`)
  child(summary, 'span', 'number', isOver ? formatMs(ms) : '')
  const facts: [string, string | undefined][] = [
    ['Address', `${address.origin}${address.pathname}`],
    ['Sent', formatBytes(sent)],
    ['Received', isOver ? formatBytes(received) : undefined],
    ['Began', `${formatMs(call.at)} after the start`],
    ['Request id', call.requestId],
    ['Error', error],
  ]
  details.replaceChildren()
  for (const [name, text] of facts) {
    if (text === undefined) continue
    child(details, 'dt', '', name)
    child(details, 'dd', '', text)
  }
}

/** What the call is about. The rest of a query is signatures. */
function nameOf({ pathname, searchParams }: URL): string {
  const action = searchParams.get('Action')
  if (action !== null) return action
  const part = searchParams.get('partNumber')
  if (part !== null) return `part ${part}`
  if (searchParams.has('uploads')) return 'the beginning of an object'
  if (searchParams.has('uploadId')) return 'the parts of an object'
  return `/${pathname.split('/').filter(Boolean).slice(-2).join('/')}`
}
