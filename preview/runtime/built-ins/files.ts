import type { GeneralComponent } from 'glass-easel'

/** How the paths of temp files begin; see wx/temp-files.ts. */
const TEMP = 'http://tmp/'
/** No host that could be asked for it: it fails to load, and the element has its error event. */
const GONE = 'data:,'

const urls = new Map<string, string>()

/** Makes a temp path usable in HTML. */
export function publishFile(path: string, file: Blob): void {
  if (typeof URL.createObjectURL === 'function') urls.set(path, URL.createObjectURL(file))
}

/** The temp path leads nowhere any more. */
export function withdrawFile(path: string): void {
  const url = urls.get(path)
  if (url !== undefined) URL.revokeObjectURL(url)
  urls.delete(path)
}

/** Address of what `src` names in the WXML of `owner`: a temp file, a file of the package, or any URL. */
export function sourceUrl(src: string, owner: GeneralComponent | undefined): string {
  if (src === '') return ''
  const published = urls.get(src)
  if (published !== undefined) return published
  if (src.startsWith(TEMP)) return GONE
  if (/^[a-z][\w+.-]*:|^\/\//i.test(src)) return src
  return new URL(src, new URL(`/${owner?.is ?? ''}`, location.href)).href
}
