import type { ComponentSource } from '../crawl'
import { positionAt } from '../problem'
import { resolvePath, type Sources } from '../sources'
import { BUILT_IN_TAGS, SYNTAX_TAGS } from '../tags'
import { scanExpressions, scanTags } from './scan'

/** What WeChat's compiler has no rule for, or lets pass: unknown elements, missing files, newer JavaScript. */
export function checkWxml(sources: Sources, component: ComponentSource): void {
  checkFile(sources, `${component.path}.wxml`, component, new Set())
}

function checkFile(sources: Sources, file: string, component: ComponentSource, seen: Set<string>): void {
  if (seen.has(file) || !sources.exists(file)) return
  seen.add(file)
  const text = sources.read(file)
  const report = (offset: number, message: string) => sources.report(file, positionAt(text, offset), message)

  for (const { name, offset, attributes } of scanTags(text)) {
    if (!BUILT_IN_TAGS.has(name) && !SYNTAX_TAGS.has(name) && !component.config.usingComponents[name]) {
      report(offset, `unknown element <${name}>: neither in usingComponents nor among the preview's built-ins`)
    }
    for (const { name: attribute, value, offset: at } of attributes) {
      if ((name === 'import' || name === 'include') && attribute === 'src') {
        checkFile(sources, resolvePath(file, value.replace(/(\.wxml)?$/, '.wxml')), component, seen)
      } else if (isPackageFile(attribute, value) && name !== 'wxs' && !sources.exists(resolvePath(file, value))) {
        report(at, `file not found: ${value}`)
      }
    }
  }
  for (const { text: expression, offset } of scanExpressions(text)) {
    const newer = /\?\.(?!\d)|\?\?|`/.exec(expression)
    if (newer) report(offset + newer.index, `WXML expressions have no ${NAMES[newer[0]]}`)
  }
}

const NAMES: Record<string, string> = { '?.': 'optional chaining (?.)', '??': '??', '`': 'template literals' }

/** A file is named literally; expressions and addresses cannot be looked up. */
function isPackageFile(attribute: string, value: string): boolean {
  return (
    (attribute === 'src' || attribute === 'poster') && value !== '' && !/\{\{|^(https?:|data:|wxfile:|\/\/)/.test(value)
  )
}
