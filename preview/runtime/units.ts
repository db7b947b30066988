/**
 * Turns WeChat's units into CSS of the preview: 750rpx are the phone's width; vw and vh measure the page's part of the
 * phone, not the browser's window.
 */
export function toCssUnits(value: string): string {
  // The browser's own insets are those of its window; the phone's are the panel's to say.
  const insets = value.replace(/\b(?:env|constant)\(\s*safe-area-inset-bottom\b[^)]*\)/g, 'var(--safe-bottom)')
  return insets.replace(
    /(url\([^)]*\)|"[^"]*"|'[^']*')|(?<![\w.#-])([-+]?(?:\d+\.\d+|\.\d+|\d+))(rpx|vw|vh)\b/gi,
    (text, literal: string | undefined, number: string, unit: string) =>
      literal === undefined ? `calc(var(--${unit.toLowerCase()}) * ${number})` : text,
  )
}
