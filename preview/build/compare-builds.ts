import { existsSync, readFileSync } from 'node:fs'
import type { BuildChange, ShownProblem } from '../runtime/build-change'
import type { Build } from './build'
import { codeFrame } from './code-frame'
import { formatProblem, type Problem } from './problem'
import { changedTemplates } from './template-changes'

/** What an open page that runs the last good build is to do about a new one. */
export function compareBuilds(good: Build, now: Build, root: string): BuildChange {
  const problems = now.problems.map((problem) => showProblem(problem, root))
  if (problems.length > 0) return { problems, restart: false, styles: false }
  const restart = now.script !== good.script
  const paths = now.templates === good.templates ? [] : changedTemplates(good.templates, now.templates)
  // A file that is not a page's or a component's is one that others import.
  const ofComponents = paths?.every((path) => now.components.includes(path))
  const templates = ofComponents ? paths : ('all' as const)
  return { problems, restart, styles: now.css !== good.css, ...(templates?.length && { templates }) }
}

export function showProblem(problem: Problem, root: string): ShownProblem {
  const { file, line, column } = problem
  const frame = existsSync(file) ? codeFrame(readFileSync(file, 'utf8'), line, column) : ''
  return { line: formatProblem(problem, root), frame }
}
