import { builtIn } from './built-in'

export const switchControl = builtIn({
  properties: { checked: false, disabled: false, type: 'switch', color: '', name: '' },
  setup(element) {
    const control = element.append('input')
    control.type = 'checkbox'
    control.addEventListener('change', () => {
      element.set('checked', control.checked)
      element.emit('change', { value: control.checked })
    })
    return ({ checked, disabled, type, color }) => {
      control.checked = checked
      control.disabled = disabled
      if (type === 'switch') control.setAttribute('role', 'switch')
      else control.removeAttribute('role')
      element.host.dataset.type = type
      element.host.style.setProperty('--switch-color', color || null)
    }
  },
})
