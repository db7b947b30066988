import type { BuiltInElement, Properties } from './built-in'

/** What <input> and <textarea> have in common. */
export const TEXT_FIELD = {
  ...{ value: '', name: '', placeholder: '', placeholderStyle: '', placeholderClass: '', disabled: false },
  ...{ maxlength: 140, focus: false, autoFocus: false, cursorSpacing: null as number | null, adjustPosition: true },
  ...{ confirmType: 'done', confirmHold: false, holdKeyboard: false },
}

type Control = HTMLInputElement | HTMLTextAreaElement

/** Wires events and properties; returns the function that applies the common properties. */
export function setupTextField<P extends Properties & typeof TEXT_FIELD>(element: BuiltInElement<P>, control: Control) {
  control.addEventListener('input', () => {
    element.set('value', control.value)
    element.emit('input', { value: control.value, cursor: control.selectionStart ?? control.value.length })
  })
  control.addEventListener('focus', () => element.emit('focus', { value: control.value, height: 0 }))
  control.addEventListener('blur', () => {
    element.emit('blur', { value: control.value, cursor: control.selectionStart ?? control.value.length })
  })
  let focused = false
  return (properties: P): void => {
    // Setting the same value would move the cursor.
    if (control.value !== properties.value) control.value = properties.value
    control.placeholder = properties.placeholder
    control.disabled = properties.disabled
    control.enterKeyHint = properties.confirmType
    if (properties.maxlength >= 0) control.maxLength = properties.maxlength
    else control.removeAttribute('maxlength')
    const focus = properties.focus || properties.autoFocus
    if (focus !== focused) {
      focused = focus
      // The element is not in the document yet when its first properties arrive.
      setTimeout(() => (focus ? control.focus() : control.blur()))
    }
  }
}
