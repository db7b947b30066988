/** What of these is otherwise than in the page's data, by path: of objects, the fields that have changed. */
export function changesOfData(data: object, wanted: object): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(wanted)) compare(changes, name, (data as Fields)[name], value)
  return changes
}

type Fields = Readonly<Record<string, unknown>>

function compare(changes: Record<string, unknown>, path: string, before: unknown, after: unknown): void {
  if (isFields(before) && isFields(after)) {
    for (const [name, value] of Object.entries(after)) compare(changes, `${path}.${name}`, before[name], value)
  } else if (JSON.stringify(before) !== JSON.stringify(after)) changes[path] = after
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
