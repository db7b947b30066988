import { tap } from '../easel/backend'
import { builtIn } from './built-in'

/** Elements that a label can act on. */
const CONTROLS = 'wx-switch, wx-button, wx-input, wx-textarea, wx-radio, wx-checkbox'

export const label = builtIn({
  properties: { for: '' },
  setup(element) {
    element.host.addEventListener('click', (event) => {
      const target = event.target as HTMLElement
      // A tap on the control itself needs no help.
      if (target.closest(CONTROLS)) return
      const id = element.properties.for
      const control = id === '' ? element.host.querySelector(CONTROLS) : document.getElementById(id)
      if (!(control instanceof HTMLElement)) return
      const inner = control.querySelector<HTMLElement>('input, textarea')
      inner?.focus()
      if (/^(checkbox|radio)$/.test(inner?.getAttribute('type') ?? '')) inner?.click()
      else if (!inner && !control.hasAttribute('disabled')) tap(control)
    })
    return undefined
  },
})
