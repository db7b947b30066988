/** A titled part of the panel. */
export function group(parent: HTMLElement, title: string): HTMLElement {
  const element = document.createElement('fieldset')
  const legend = document.createElement('legend')
  legend.textContent = title
  element.append(legend)
  parent.append(element)
  return element
}

/** A control with its label. Tests find it by `data-testid`. */
export function field(parent: HTMLElement, id: string, text: string, control: HTMLElement): void {
  const label = document.createElement('label')
  const span = document.createElement('span')
  span.textContent = text
  control.dataset.testid = id
  label.append(span, control)
  parent.append(label)
}

export function option(value: string | number, text: string): HTMLOptionElement {
  return new Option(text, String(value))
}
