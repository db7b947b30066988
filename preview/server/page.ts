import { showProblem } from '../build/compare-builds'
import type { Problem } from '../build/problem'
import type { ShownProblem } from '../runtime/build-change'

/** The preview's one page: the app, or what is wrong with it. It reloads when the sources change. */
export function renderPage(problems: readonly Problem[], root: string): string {
  const body = problems.length === 0 ? SCRIPTS : problemPage(problems.map((problem) => showProblem(problem, root)))
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>Preview</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/__preview/preview.css">
<link rel="stylesheet" href="/__preview/app.css">
</head>
<body>${body}</body>
</html>
`
}

const SCRIPTS = '<script src="/__preview/app.js"></script><script src="/__preview/preview.js"></script>'

function problemPage(problems: ShownProblem[]): string {
  const items = problems
    .map(({ line, frame }) => `<article><pre>${escapeHtml(line)}</pre><pre>${escapeHtml(frame)}</pre></article>`)
    .join('')
  const reload = "new EventSource('/__preview/events').addEventListener('build', () => location.reload())"
  return `<section class="problems" role="alert"><h1>The mini program does not build</h1>${items}</section>
<script>${reload}</script>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}
