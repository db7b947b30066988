/** An element of HTML in another one. */
export function child<Name extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  if (text !== '') element.textContent = text
  parent.append(element)
  return element
}

/** A titled part of the panel. */
export function group(parent: HTMLElement, title: string): HTMLElement {
  const element = child(parent, 'fieldset')
  child(element, 'legend', '', title)
  return element
}

/** A control with its label. Tests find it by `data-testid`. */
export function field<Control extends HTMLElement>(
  parent: HTMLElement,
  id: string,
  text: string,
  control: Control,
): Control {
  const label = child(parent, 'label')
  child(label, 'span', '', text)
  control.dataset.testid = id
  label.append(control)
  return control
}

export function button(
  parent: HTMLElement,
  id: string,
  text: string,
  act: () => void | Promise<void>,
): HTMLButtonElement {
  const element = child(parent, 'button', '', text)
  element.type = 'button'
  element.dataset.testid = id
  element.addEventListener('click', () => void act())
  return element
}

export function option(value: string | number, text = String(value)): HTMLOptionElement {
  return new Option(text, String(value))
}

/** The head of a list: what it is in short, and what can be done with all of it. */
export function toolbar(parent: HTMLElement): { summary: HTMLElement; bar: HTMLElement } {
  const bar = child(parent, 'header', 'toolbar')
  return { summary: child(bar, 'p'), bar }
}
