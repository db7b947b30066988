import { posix } from 'node:path'
import type { Page } from './page'

export interface KnownNames {
  /** All words of the sources. */
  words: ReadonlySet<string>
  /** `POST /uploads/{videoId}`: the calls of the token service. */
  calls: readonly string[]
  files: ReadonlySet<string>
}

/** Settings, error codes, calls and files that a page names as code and that the code does not have. */
export function checkNames(pages: readonly Page[], known: KnownNames): string[] {
  return pages.flatMap((page) =>
    [...new Set(page.codes)].flatMap((code) => {
      const what = missing(code, page, known)
      return what === undefined ? [] : [`${page.path}: ${what}`]
    }),
  )
}

function missing(code: string, page: Page, { words, calls, files }: KnownNames): string | undefined {
  // A setting (WECHAT_APPID, also with its value) or an error code (daily_limit_reached).
  const [, name] = /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?:\s*=.*)?$/.exec(code) ?? []
  if (name !== undefined && !words.has(name)) return `the code has no ${name}`
  const [, method, path] = /^(GET|POST|PUT|PATCH|DELETE) (\/[^\s?]*)/.exec(code) ?? []
  if (path !== undefined && !/^\/(_emulator\b|metrics$)/.test(path) && !isCall(`${method} ${path}`, calls)) {
    return `the token service has no ${method} ${path}`
  }
  if (/^[\w@.-]+(\/[\w@.-]+)+\.(ts|cjs|json|md|toml|ya?ml|sql|sh)$/.test(code)) {
    const near = posix.join(posix.dirname(page.path), code)
    if (!files.has(code) && !files.has(near) && !isMade(code)) return `there is no file ${code}`
  }
  return undefined
}

/** `…` at the end stands for all that begin so; `:id`, `<id>` and `{id}` for any part. */
function isCall(named: string, calls: readonly string[]): boolean {
  const plain = (call: string) => call.replaceAll(/:\w+|<[^>]+>|\{\w+\}/g, '{}').replaceAll('&lt;', '<')
  const wanted = plain(named)
  if (wanted.endsWith('…')) return calls.some((call) => plain(call).startsWith(wanted.slice(0, -1)))
  return calls.some((call) => plain(call) === wanted)
}

/** Places that a command makes. */
function isMade(path: string): boolean {
  return /^(dist|output|node_modules|miniprogram_dist)\//.test(path)
}
