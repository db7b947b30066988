import type { ComponentSpace, GeneralComponent } from 'glass-easel'
import { applyCommonAttributes, COMMON_PROPERTIES } from '../easel/aria'
import { type BuiltIn, BuiltInElement, type Properties } from './built-in'
import { button } from './button'
import { checkbox, checkboxGroup, radio, radioGroup } from './choice'
import { form } from './form'
import { icon } from './icon'
import { image } from './image'
import { input } from './input'
import { label } from './label'
import { navigator } from './navigator'
import { picker } from './picker'
import { progress } from './progress'
import { scrollView } from './scroll-view'
import { switchControl } from './switch'
import { text } from './text'
import { textarea } from './textarea'
import { video } from './video'
import { view } from './view'

const BUILT_INS = {
  ...{ view, text, button, image, video, progress, input, textarea, switch: switchControl, 'scroll-view': scrollView },
  ...{ icon, label, form, navigator, picker, radio, checkbox },
  ...{ 'radio-group': radioGroup, 'checkbox-group': checkboxGroup },
} as unknown as Record<string, BuiltIn>

/** Elements whose inner control carries the name and role for assistive software. */
const CONTROL_WITHIN = new Set(['input', 'textarea', 'switch', 'radio', 'checkbox'])

/** Makes the elements known to every page and component of the space. */
export function registerBuiltIns(space: ComponentSpace): void {
  for (const [name, definition] of Object.entries(BUILT_INS)) {
    space.setGlobalUsingComponent(name, defineElement(space, name, definition) as never)
  }
}

function defineElement(space: ComponentSpace, name: string, { properties, setup }: BuiltIn) {
  const updates = new WeakMap<GeneralComponent, (properties: Properties) => void>()
  const update = (component: GeneralComponent) => updates.get(component)?.(component.data as Properties)
  return space.defineComponent({
    is: `wx://${name}`,
    options: { styleScope: space.styleScopeManager.register('') } as never,
    properties: { ...COMMON_PROPERTIES, ...propertyTypes(properties) } as never,
    observers: {
      '**'(this: unknown) {
        update(this as GeneralComponent)
      },
    } as never,
    lifetimes: {
      created(this: unknown) {
        const component = this as GeneralComponent
        const element = new BuiltInElement(component)
        const ofElement = setup(element)
        updates.set(component, (values) => {
          const control = CONTROL_WITHIN.has(name)
            ? element.host.querySelector<HTMLElement>('input, textarea')
            : undefined
          ofElement?.(values)
          applyCommonAttributes(control ?? element.host, values)
          if (control) element.host.toggleAttribute('hidden', control.hasAttribute('hidden'))
        })
        update(component)
      },
      attached(this: unknown) {
        if (!CONTROL_WITHIN.has(name)) return
        const host = (this as GeneralComponent).$$ as unknown as HTMLElement
        const control = host.querySelector<HTMLElement>('input, textarea')
        if (control) nameByLabel(control, host)
      },
    } as never,
  })
}

let lastLabel = 0

/** Our <label> is none of HTML's, which would give the control within its name. */
function nameByLabel(control: HTMLElement, host: HTMLElement): void {
  const label = host.closest('wx-label') ?? (host.textContent?.trim() ? host : undefined)
  if (!label || control.hasAttribute('aria-label')) return
  if (!label.hasAttribute('id')) label.setAttribute('id', `label-${++lastLabel}`)
  if (!control.hasAttribute('aria-labelledby')) control.setAttribute('aria-labelledby', label.getAttribute('id') ?? '')
}

const TYPES: Record<string, unknown> = { string: String, number: Number, boolean: Boolean }

function propertyTypes(properties: Properties): Record<string, { type: unknown; value: unknown }> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, { type: TYPES[typeof value] ?? null, value }]),
  )
}
