export interface PageUrl {
  route: string
  query: Record<string, string>
  /** With its query. */
  full: string
}

/** A page's address, absolute or relative to the page `from`. As in WeChat, values of the query stay encoded. */
export function parsePageUrl(url: string, from = ''): PageUrl {
  const [path = '', search = ''] = url.split('?')
  const segments = path.startsWith('/') || from === '' ? [] : from.split('/').slice(0, -1)
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  const route = segments.join('/')
  return { route, query: parseQuery(search), full: search === '' ? route : `${route}?${search}` }
}

function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const pair of search.split('&').filter(Boolean)) {
    const [name = '', ...value] = pair.split('=')
    query[name] = value.join('=')
  }
  return query
}
