import { builtIn } from './built-in'
import { HOVER, showHover } from './hover'

export const view = builtIn({
  properties: { ...HOVER },
  setup(element) {
    showHover(element)
    return undefined
  },
})
