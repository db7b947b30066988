import type { EaselNode } from '../easel/backend'
import { builtIn } from './built-in'
import { groupValue } from './choice'

interface Field {
  name?: string
  value?: unknown
  checked?: boolean
}

/** Gathers what its named fields hold when a button with `form-type="submit"` is tapped. */
export const form = builtIn({
  properties: { reportSubmit: false, reportSubmitTimeout: 0 },
  setup(element) {
    element.host.addEventListener('click', (event) => {
      const pressed = (event.target as HTMLElement).closest<EaselNode>('wx-button')
      if (!pressed || pressed.hasAttribute('disabled')) return
      const { formType } = dataOf(pressed) as { formType?: string }
      if (formType === 'submit') element.emit('submit', { value: values(element.host) })
      if (formType === 'reset') {
        for (const control of element.host.querySelectorAll<HTMLInputElement>('input, textarea')) {
          control.value = ''
          control.checked = false
          control.dispatchEvent(new Event(/^(checkbox|radio)$/.test(control.type) ? 'change' : 'input'))
        }
        element.emit('reset')
      }
    })
    return undefined
  },
})

const FIELDS = 'wx-input, wx-textarea, wx-switch, wx-picker, wx-radio-group, wx-checkbox-group'

function values(host: HTMLElement): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const node of host.querySelectorAll<EaselNode>(FIELDS)) {
    const field: Field = dataOf(node)
    if (!field.name) continue
    if (node.localName.endsWith('-group')) result[field.name] = groupValue(node)
    else result[field.name] = node.localName === 'wx-switch' ? field.checked : field.value
  }
  return result
}

function dataOf(node: EaselNode): Record<string, unknown> {
  return (node.__wxElement as unknown as { data: Record<string, unknown> } | undefined)?.data ?? {}
}
