import type { PanelHost } from '../runtime/panel-host'
import { cloudTool } from './cloud/cloud-tool'
import { consoleTool } from './console-tool'
import { child } from './controls'
import { networkTool } from './network-tool'
import { phoneTool } from './phone-tool'
import { setDataTool } from './set-data-tool'
import { storageTool } from './storage-tool'
import type { Tool } from './tool'

/** Milliseconds between two looks at what a tool shows. */
const LOOK_EVERY_MS = 400
const KEY = 'wevod-preview-tool'

const TOOLS: Record<string, { title: string; create(host: PanelHost, root: HTMLElement): Tool }> = {
  phone: { title: 'Phone', create: phoneTool },
  network: { title: 'Network', create: networkTool },
  console: { title: 'Console', create: consoleTool },
  storage: { title: 'Storage', create: storageTool },
  setdata: { title: 'setData', create: setDataTool },
  cloud: { title: 'Cloud', create: cloudTool },
}

/** Fills the panel beside the phone: what happens to a phone and its user at a click, and what the app does. */
export function showPanel(panel: HTMLElement, host: PanelHost): void {
  const bar = child(panel, 'nav', 'tools')
  bar.setAttribute('aria-label', 'Tools')
  const body = child(panel, 'div', 'tool')
  let timer: ReturnType<typeof setInterval> | undefined

  const open = (id: string) => {
    const entry = TOOLS[id] ?? TOOLS.phone
    if (!entry) return
    clearInterval(timer)
    for (const button of buttons) button.toggleAttribute('data-open', button.dataset.testid === `tool-${id}`)
    for (const button of buttons) button.setAttribute('aria-current', String(button.hasAttribute('data-open')))
    body.replaceChildren()
    body.dataset.tool = id
    const tool = entry.create(host, body)
    tool.update()
    timer = setInterval(tool.update, LOOK_EVERY_MS)
    sessionStorage.setItem(KEY, id)
  }
  const buttons = Object.entries(TOOLS).map(([id, { title }]) => {
    const button = child(bar, 'button', '', title)
    button.type = 'button'
    button.dataset.testid = `tool-${id}`
    button.addEventListener('click', () => open(id))
    return button
  })
  bar.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
    const index = buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (step !== undefined && index >= 0) buttons[(index + step + buttons.length) % buttons.length]?.focus()
  })
  const last = sessionStorage.getItem(KEY) ?? 'phone'
  open(last in TOOLS ? last : 'phone')
}
