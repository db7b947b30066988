/** What of the compiled templates differs: paths of WXML files, or undefined where it may be any of them. */
export function changedTemplates(before: string, after: string): string[] | undefined {
  const [old, fresh] = [partsOf(before), partsOf(after)]
  // What stands before the first template are the scripts of all.
  if (old.get('') !== fresh.get('')) return undefined
  return [...fresh.keys()].filter((path) => fresh.get(path) !== old.get(path))
}

/** The compiler's output, cut where the template of a file begins. */
function partsOf(templates: string): Map<string, string> {
  const parts = templates.split(/(?=G\["[^"\n]+"\]=\(\(\)=>\{)/)
  return new Map(parts.map((part) => [/^G\["([^"\n]+)"\]/.exec(part)?.[1] ?? '', part]))
}
