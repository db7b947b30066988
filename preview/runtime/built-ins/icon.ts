import { builtIn } from './built-in'

/** WeChat's icons: their sign, their color, and whether the sign stands on a disc of that color. */
const ICONS: Record<string, [sign: string, color: string, onDisc: boolean]> = {
  success: ['✓', '#07c160', true],
  success_no_circle: ['✓', '#07c160', false],
  info: ['i', '#10aeff', true],
  warn: ['!', '#f76260', true],
  waiting: ['…', '#10aeff', true],
  cancel: ['✕', '#f43530', true],
  download: ['↓', '#07c160', true],
  search: ['⌕', '#b2b2b2', false],
  clear: ['✕', '#b2b2b2', true],
}

export const icon = builtIn({
  properties: { type: '', size: null as string | number | null, color: '' },
  setup({ host }) {
    return ({ type, size, color }) => {
      const [sign, ownColor, onDisc] = ICONS[type] ?? ['', '', false]
      const unit = typeof size === 'string' && !/^\d+(\.\d+)?$/.test(size) ? size : `${size ?? 23}px`
      host.textContent = sign
      host.toggleAttribute('data-disc', onDisc)
      host.style.setProperty('--icon-size', unit)
      host.style.setProperty('--icon-color', color || ownColor)
    }
  },
})
