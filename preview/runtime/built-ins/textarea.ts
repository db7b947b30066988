import { builtIn } from './built-in'
import { setupTextField, TEXT_FIELD } from './text-field'

export const textarea = builtIn({
  properties: { ...TEXT_FIELD, confirmType: 'return', autoHeight: false, fixed: false, showConfirmBar: true },
  setup(element) {
    const control = element.append('textarea')
    control.rows = 1
    const apply = setupTextField(element, control)
    control.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || element.properties.confirmType === 'return') return
      event.preventDefault()
      element.emit('confirm', { value: control.value })
    })
    return (properties) => {
      apply(properties)
      element.host.toggleAttribute('data-auto-height', properties.autoHeight)
    }
  },
})
