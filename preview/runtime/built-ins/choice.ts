import type { EaselNode } from '../easel/backend'
import { type BuiltInElement, builtIn } from './built-in'

/** <radio> and <checkbox>: a box that the browser draws, and the text beside it. */
function choice(type: 'radio' | 'checkbox') {
  return builtIn({
    properties: { value: '', checked: false, disabled: false, color: '' },
    setup(element) {
      const control = element.append('input')
      control.type = type
      control.addEventListener('change', () => element.set('checked', control.checked))
      return ({ checked, disabled, color }) => {
        control.checked = checked
        control.disabled = disabled
        element.host.style.setProperty('--choice-color', color || null)
      }
    },
  })
}

export const radio = choice('radio')
export const checkbox = choice('checkbox')

export const radioGroup = builtIn({
  properties: { name: '' },
  setup(element) {
    element.host.setAttribute('role', 'radiogroup')
    element.host.addEventListener('change', ({ target }) => {
      const chosen = (target as HTMLElement).closest<EaselNode>('wx-radio')
      if (!chosen) return
      for (const other of inGroup(element, 'wx-radio')) if (other !== chosen) uncheck(other)
      element.emit('change', { value: dataOf(chosen).value })
    })
    element.host.addEventListener('keydown', (event) => moveByArrows(event, inGroup(element, 'wx-radio')))
    return undefined
  },
})

export const checkboxGroup = builtIn({
  properties: { name: '' },
  setup(element) {
    element.host.setAttribute('role', 'group')
    element.host.addEventListener('change', () => {
      const checked = inGroup(element, 'wx-checkbox').filter((node) => dataOf(node).checked)
      element.emit('change', { value: checked.map((node) => dataOf(node).value) })
    })
    return undefined
  },
})

/** What the chosen ones of a group hold, for <form>. */
export function groupValue(group: HTMLElement): unknown {
  const chosen = [...group.querySelectorAll<EaselNode>('wx-radio, wx-checkbox')]
    .map(dataOf)
    .filter(({ checked }) => checked)
    .map(({ value }) => value)
  return group.localName === 'wx-radio-group' ? (chosen[0] ?? '') : chosen
}

interface ChoiceData {
  value?: string
  checked?: boolean
}

function inGroup(element: BuiltInElement<{ name: string }>, selector: string): EaselNode[] {
  return [...element.host.querySelectorAll<EaselNode>(selector)]
}

function dataOf(node: EaselNode): ChoiceData {
  return (node.__wxElement as unknown as { data: ChoiceData } | undefined)?.data ?? {}
}

function uncheck(node: EaselNode): void {
  const component = node.__wxElement as unknown as { setData(data: ChoiceData): void } | undefined
  component?.setData({ checked: false })
}

/** The browser knows nothing of our groups, whose radios have no name in common. */
function moveByArrows(event: KeyboardEvent, radios: EaselNode[]): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const controls = radios.flatMap((node) => node.querySelector<HTMLInputElement>('input:enabled') ?? [])
  const index = controls.indexOf(document.activeElement as HTMLInputElement)
  const next = controls[(index + step + controls.length) % controls.length]
  next?.focus()
  next?.click()
}
