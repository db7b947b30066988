import { child, field, option } from '../controls'

export type Switches = Record<string, boolean | number | string>

/** Those that people look for, in this order; others follow by their name. */
const LABELS: Record<string, string> = {
  transcodes: 'Transcodes what arrives',
  transcodingWaits: 'Transcoding waits for a click below',
  reviews: 'Reviews before publishing',
  quotaExceeded: 'Storage is used up',
  messagesRefused: 'WeChat refuses messages',
  rejectV1: 'Refuses signature V1',
  publicEndpointForbidden: 'Refuses its public domain',
  eventDelivery: 'Notifications arrive',
  eventLateSeconds: 'Late by, s',
  uploadAuthSeconds: 'UploadAuth lives, s',
  timestampWindowSeconds: 'Clocks may differ by, s',
  vodCallsPerSecond: 'VOD takes calls a second',
  stsCallsPerSecond: 'STS takes calls a second',
  loginsPerMinute: 'Logins a minute',
}

const CHOICES: Record<string, string[]> = { eventDelivery: ['ordered', 'reordered', 'doubled', 'late'] }

/** Shows the switches that the emulator has, whichever those are. Returns what updates them. */
export function showSwitches(parent: HTMLElement, change: (change: Switches) => void): (switches: Switches) => void {
  const controls = new Map<string, HTMLInputElement | HTMLSelectElement>()
  return (switches) => {
    const names = Object.keys(switches).sort((a, b) => rank(a) - rank(b))
    for (const name of names) {
      const value = switches[name]
      if (value === undefined) continue
      const control = controls.get(name) ?? create(parent, name, value, change)
      controls.set(name, control)
      if (control === document.activeElement) continue
      if (typeof value === 'boolean') (control as HTMLInputElement).checked = value
      else control.value = String(value)
    }
  }
}

function rank(name: string): number {
  const index = Object.keys(LABELS).indexOf(name)
  return index < 0 ? Object.keys(LABELS).length : index
}

function create(
  parent: HTMLElement,
  name: string,
  value: boolean | number | string,
  change: (change: Switches) => void,
): HTMLInputElement | HTMLSelectElement {
  const label = LABELS[name] ?? name
  const id = `switch-${name}`
  const choices = CHOICES[name]
  if (choices) {
    const select = field(parent, id, label, document.createElement('select'))
    select.append(...choices.map((choice) => option(choice)))
    select.addEventListener('change', () => change({ [name]: select.value }))
    return select
  }
  const input = field(parent, id, label, child(parent, 'input'))
  input.type = typeof value === 'boolean' ? 'checkbox' : typeof value === 'number' ? 'number' : 'text'
  input.addEventListener('change', () => {
    const { checked, value: text } = input
    change({ [name]: typeof value === 'boolean' ? checked : typeof value === 'number' ? Number(text) : text })
  })
  return input
}
