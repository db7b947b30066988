import type { GeneralComponent, GeneralComponentDefinition } from 'glass-easel'
import type { MiniProgram } from '../mini-program'
import type { EaselNode } from './backend'

export type Templates = MiniProgram['templates']

/** What a component's definition wants of compiled templates. */
export function templateOf(templates: Templates, path: string): { [name: string]: unknown } {
  return { groupList: templates, content: templates[path], fallbackListenerOnNativeNode: true }
}

/**
 * Gives pages and components new templates, and renders those anew that are on the page. Their data stays, and what was
 * typed; components within them begin anew.
 */
export function replaceTemplates(
  definitions: ReadonlyMap<string, GeneralComponentDefinition>,
  templates: Templates,
  paths: readonly string[] | 'all',
): void {
  const changed = new Set(paths === 'all' ? definitions.keys() : paths)
  for (const path of changed) {
    const definition = definitions.get(path)
    if (!definition) continue
    definition.prepare()
    definition.updateTemplate(templateOf(templates, path))
  }
  for (const node of document.querySelectorAll<EaselNode>('wx-page, wx-page *')) {
    const component = node.__wxElement as GeneralComponent | undefined
    // A component around it may have made it anew, or removed it.
    if (!node.isConnected || !component || !changed.has(component.is)) continue
    keepTyping(node, () => component.applyTemplateUpdates())
  }
}

const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea'

/** What stood in the text fields of a part of the page, and where the cursor was, stays. */
function keepTyping(part: HTMLElement, change: () => void): void {
  const before = fieldsOf(part)
  const typed = before.map(({ value }) => value)
  const focused = before.indexOf(document.activeElement as HTMLInputElement)
  const selection = before[focused]?.selectionStart ?? 0
  const { scrollTop } = part
  change()
  part.scrollTop = scrollTop
  const after = fieldsOf(part)
  if (after.length !== typed.length) return
  after.forEach((field, index) => {
    if (field.value === typed[index]) return
    field.value = typed[index] ?? ''
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  const field = after[focused]
  field?.focus({ preventScroll: true })
  field?.setSelectionRange(selection, selection)
}

function fieldsOf(part: HTMLElement): (HTMLInputElement | HTMLTextAreaElement)[] {
  return [...part.querySelectorAll<HTMLInputElement>(FIELDS)]
}
