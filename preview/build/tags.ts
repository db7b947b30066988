/** Built-in elements that the preview has; preview/runtime/built-ins holds them. */
export const BUILT_IN_TAGS: ReadonlySet<string> = new Set([
  ...['view', 'text', 'button', 'image', 'video', 'progress', 'input', 'textarea', 'switch', 'scroll-view', 'icon'],
  ...['label', 'form', 'navigator', 'picker', 'radio', 'radio-group', 'checkbox', 'checkbox-group'],
])

/** Tags of WXML that make no element. */
export const SYNTAX_TAGS: ReadonlySet<string> = new Set(['block', 'slot', 'template', 'import', 'include', 'wxs'])
