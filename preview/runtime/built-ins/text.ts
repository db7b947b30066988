import { builtIn } from './built-in'

const SPACES: Record<string, string> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' }

/** `decode` needs nothing: the template compiler already resolves entities. */
export const text = builtIn({
  properties: { selectable: false, userSelect: false, space: '', decode: false, overflow: 'visible', maxLines: 0 },
  setup(element) {
    return ({ selectable, userSelect, space, overflow, maxLines }) => {
      const { host } = element
      host.toggleAttribute('data-selectable', selectable || userSelect)
      host.dataset.overflow = overflow
      host.style.setProperty('--max-lines', maxLines > 0 ? String(maxLines) : 'none')
      host.toggleAttribute('data-clamped', maxLines > 0)
      if (SPACES[space]) host.dataset.space = space
    }
  },
})
