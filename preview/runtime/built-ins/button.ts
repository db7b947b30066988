import { builtIn } from './built-in'
import { HOVER, showHover } from './hover'

/**
 * A disabled button takes no tap: the phone's screen stops it (phone/taps.ts), since glass-easel has no notion of it.
 */
export const button = builtIn({
  properties: {
    ...HOVER,
    ...{ hoverClass: 'button-hover', hoverStartTime: 20, hoverStayTime: 70 },
    ...{ type: 'default', size: 'default', plain: false, disabled: false, loading: false },
    ...{ formType: '', openType: '' },
  },
  setup(element) {
    const { host } = element
    host.setAttribute('role', 'button')
    showHover(element)
    host.addEventListener('click', () => {
      if (element.properties.openType !== 'share' || element.properties.disabled) return
      const { id, offsetLeft, offsetTop } = host
      const detail = { id, offsetLeft, offsetTop, dataset: element.dataset }
      host.dispatchEvent(new CustomEvent('wx-share', { bubbles: true, detail }))
    })
    return ({ type, size, plain, disabled, loading, openType }) => {
      Object.assign(host.dataset, { type, size })
      host.toggleAttribute('data-plain', plain)
      host.toggleAttribute('data-loading', loading)
      host.toggleAttribute('disabled', disabled)
      host.setAttribute('aria-disabled', String(disabled))
      if (openType !== '' && openType !== 'share')
        console.error(`<button open-type="${openType}"> does nothing in the preview`)
    }
  },
})
