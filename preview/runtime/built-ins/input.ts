import { builtIn } from './built-in'
import { setupTextField, TEXT_FIELD } from './text-field'

const MODES: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text' }

export const input = builtIn({
  properties: { ...TEXT_FIELD, type: 'text', password: false },
  setup(element) {
    const control = element.append('input')
    const apply = setupTextField(element, control)
    control.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return
      element.emit('confirm', { value: control.value })
      if (!element.properties.confirmHold) control.blur()
    })
    return (properties) => {
      control.type = properties.password ? 'password' : 'text'
      control.inputMode = MODES[properties.type] ?? 'text'
      apply(properties)
    }
  },
})
