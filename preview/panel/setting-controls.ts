import type { Settings, SettingsStore } from '../runtime/settings'
import { field, option } from './controls'

/** A checkbox for one of the preview's settings. */
export function checkboxOf(
  parent: HTMLElement,
  name: 'offline' | 'slow' | 'notch',
  label: string,
  settings: SettingsStore,
): void {
  const input = field(parent, name, label, document.createElement('input'))
  input.type = 'checkbox'
  input.addEventListener('change', () => settings.set({ [name]: input.checked }))
  const update = () => {
    input.checked = settings.current[name]
  }
  settings.onChange(update)
  update()
}

/** A choice for one of the preview's settings. `read` makes its value of the option's. */
export function selectOf(
  parent: HTMLElement,
  name: 'width' | 'font' | 'language' | 'skew' | 'privacy' | 'platform' | 'network' | 'subscribe',
  label: string,
  options: HTMLOptionElement[],
  settings: SettingsStore,
  read: (text: string) => unknown,
): void {
  const element = field(parent, name, label, document.createElement('select'))
  element.append(...options)
  element.addEventListener('change', () => settings.set({ [name]: read(element.value) } as Partial<Settings>))
  const update = () => {
    const value = String(settings.current[name])
    // The address may set what the list lacks.
    if (![...element.options].some((one) => one.value === value)) element.append(option(value))
    element.value = value
  }
  settings.onChange(update)
  update()
}
