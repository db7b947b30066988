import type { GeneralComponent } from 'glass-easel'

const urls = new Map<string, string>()

/** Makes a temp path usable in HTML. */
export function publishFile(path: string, file: Blob): void {
  if (typeof URL.createObjectURL === 'function') urls.set(path, URL.createObjectURL(file))
}

/** Address of what `src` names in the WXML of `owner`: a temp file, a file of the package, or any URL. */
export function sourceUrl(src: string, owner: GeneralComponent | undefined): string {
  if (src === '') return ''
  const published = urls.get(src)
  if (published !== undefined) return published
  if (/^[a-z][\w+.-]*:|^\/\//i.test(src)) return src
  return new URL(src, new URL(`/${owner?.is ?? ''}`, location.href)).href
}
