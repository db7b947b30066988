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
    control.addEventListener('input', () => grow(element.properties.autoHeight))

    function grow(autoHeight: boolean) {
      element.host.toggleAttribute('data-auto-height', autoHeight)
      if (!autoHeight) return
      control.style.height = 'auto'
      control.style.height = `${control.scrollHeight}px`
    }
    return (properties) => {
      apply(properties)
      grow(properties.autoHeight)
    }
  },
})
