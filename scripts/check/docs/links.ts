import { posix } from 'node:path'
import type { Page } from './page'

/**
 * Links that lead nowhere in this project: to a file or folder that is not there, or to a heading that its page does
 * not have. Addresses elsewhere are not asked for.
 */
export function checkLinks(pages: readonly Page[], files: ReadonlySet<string>): string[] {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const folders = new Set([...files].flatMap(foldersOf))
  return pages.flatMap((page) =>
    page.links.flatMap((link) => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return []
      const [path = '', anchor] = decodeURI(link).split('#')
      const target =
        path === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), path)).replace(/\/$/, '')
      if (!files.has(target) && !folders.has(target)) return [`${page.path}: there is no ${target} (${link})`]
      if (anchor === undefined) return []
      const there = byPath.get(target)
      if (there?.anchors.has(anchor)) return []
      return [`${page.path}: ${target} has no heading #${anchor}`]
    }),
  )
}

function foldersOf(path: string): string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? ['.'] : [folder, ...foldersOf(folder)]
}
