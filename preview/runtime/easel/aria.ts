/** ARIA states and properties; `aria-role` of WXML is HTML's `role`. */
const STATES = [
  ...['label', 'labelledby', 'describedby', 'hidden', 'live', 'atomic', 'busy', 'relevant', 'modal', 'controls'],
  ...['checked', 'selected', 'pressed', 'expanded', 'disabled', 'required', 'readonly', 'invalid', 'current'],
  ...['valuenow', 'valuemin', 'valuemax', 'valuetext', 'orientation', 'level', 'posinset', 'setsize', 'haspopup'],
  ...['owns', 'multiline', 'multiselectable', 'roledescription', 'details', 'errormessage'],
]

/** Roles that a keyboard can reach and act on. */
const INTERACTIVE = new Set(['button', 'link', 'tab', 'checkbox', 'switch', 'radio', 'menuitem', 'option'])

/** Attributes of the DOM by the property that WXML sets: `aria-label` is the property `ariaLabel`. */
const ARIA_ATTRIBUTES: Readonly<Record<string, string>> = Object.fromEntries([
  ['ariaRole', 'role'],
  ...STATES.map((name) => [`aria${name.charAt(0).toUpperCase()}${name.slice(1)}`, `aria-${name}`]),
])

/** Attributes that the app has set: they go when their value goes. A role that an element gave itself stays. */
const written = new WeakMap<HTMLElement, Set<string>>()

/** Writes `hidden` and what of ARIA is set to the element that stands for a component. */
export function applyCommonAttributes(host: HTMLElement, values: Readonly<Record<string, unknown>>): void {
  host.toggleAttribute('hidden', isTrue(values.hidden))
  const attributes = written.get(host) ?? new Set()
  written.set(host, attributes)
  for (const [property, attribute] of Object.entries(ARIA_ATTRIBUTES)) {
    const value = values[property]
    if (value !== null && value !== undefined && value !== '') {
      attributes.add(attribute)
      host.setAttribute(attribute, String(value))
    } else if (attributes.delete(attribute)) host.removeAttribute(attribute)
  }
  if (INTERACTIVE.has(host.getAttribute('role') ?? '')) {
    host.tabIndex = host.getAttribute('aria-disabled') === 'true' ? -1 : 0
  }
}

/** Properties that every element takes. `null` takes a value of any type. */
export const COMMON_PROPERTIES = {
  hidden: { type: null, value: false as unknown },
  ...Object.fromEntries(Object.keys(ARIA_ATTRIBUTES).map((name) => [name, { type: null, value: null as unknown }])),
}

/** WXML's `hidden` without a value is an empty string. */
function isTrue(value: unknown): boolean {
  return value === '' || Boolean(value)
}
