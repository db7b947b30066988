import type { BuildChange, ShownProblem } from './build-change'
import type { Easel } from './easel/code-space'
import type { MiniProgram } from './mini-program'

interface Target {
  easel: Easel
  miniProgram: MiniProgram
  /** The sources do not build; or they do again, where there is none. */
  showProblems(problems: readonly ShownProblem[]): void
}

/** Follows the sources: styles and templates change on the page as it is, all else starts the app anew. */
export function followBuilds(events: EventSource, { easel, miniProgram, showProblems }: Target): void {
  events.addEventListener('build', async ({ data }: MessageEvent<string>) => {
    const change = JSON.parse(data) as BuildChange
    showProblems(change.problems)
    if (change.restart) return location.reload()
    if (change.styles) replaceStyles()
    const { templates } = change
    if (!templates) return
    await runScript('/__preview/templates.js')
    easel.replaceTemplates(miniProgram.templates, templates)
  })
}

let version = 0

function replaceStyles(): void {
  const before = document.querySelector<HTMLLinkElement>('link[href^="/__preview/app.css"]')
  const fresh = document.createElement('link')
  fresh.rel = 'stylesheet'
  fresh.href = `/__preview/app.css?${++version}`
  // The old ones hold until then: the page must not flash.
  fresh.addEventListener('load', () => before?.remove())
  before?.after(fresh)
}

function runScript(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = `${path}?${++version}`
    script.addEventListener('load', () => {
      script.remove()
      resolve()
    })
    script.addEventListener('error', () => reject(new Error(`${path} does not load`)))
    document.head.append(script)
  })
}
