import type { PanelHost } from '../../runtime/panel-host'
import { button, child, group, toolbar } from '../controls'
import type { Tool } from '../tool'
import { type CloudVideo, showVideos } from './cloud-videos'
import { control } from './emulator'
import { showFaults } from './faults'
import { showMessages } from './messages'
import { type Switches, showSwitches } from './switches'

/** Milliseconds between two questions. */
const ASK_EVERY_MS = 2_000

/** The emulator's cloud: how it behaves, what it has, and what goes wrong in it. */
export function cloudTool(_host: PanelHost, root: HTMLElement): Tool {
  const { summary, bar } = toolbar(root)
  summary.textContent = 'Asking the emulator …'
  const parts = child(root, 'div', 'cloud')
  parts.hidden = true
  const act = async (method: string, path: string, body?: unknown) => {
    try {
      await control(method, path, body)
    } catch (error) {
      summary.textContent = (error as Error).message
      return
    }
    await ask()
  }
  button(bar, 'reset-cloud', 'Reset', () => void act('POST', '/reset'))
  const switches = showSwitches(group(parts, 'Switches'), (change) => void act('PUT', '/switches', change))
  const videos = showVideos(group(parts, 'Videos'), (path, body) => void act('POST', path, body))
  showFaults(group(parts, 'Faults'), act)
  const messages = showMessages(group(parts, 'Messages to users'))

  let asked = Number.NEGATIVE_INFINITY
  const ask = async () => {
    asked = performance.now()
    try {
      switches((await control<Switches>('GET', '/switches')) ?? {})
      const stored = (await control<CloudVideo[]>('GET', '/videos')) ?? []
      videos(stored)
      messages(await control<unknown[]>('GET', '/messages'))
      const count = ['no video', 'one video'][stored.length] ?? `${stored.length} videos`
      summary.textContent = `The emulator has ${count}.`
      parts.hidden = false
    } catch {
      summary.textContent = 'The emulator does not answer: npm start brings it up.'
      parts.hidden = true
    }
  }
  return {
    update() {
      if (performance.now() - asked > ASK_EVERY_MS) void ask()
    },
  }
}
