import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Impacts that keep somebody from using the page. The others are matters of taste, or of a document's outline. */
const GRAVE = ['serious', 'critical']

/**
 * Runs axe on what the phone shows, in whatever state it is. Returns the serious and critical findings, one text each,
 * with the elements that they are about; empty where there is none.
 */
export async function accessibilityMistakes(page: Page, within = '.screen'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const violations = await page.evaluate(async (selector) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const results = await axe.run({ include: [selector] }, { resultTypes: ['violations'] })
    return results.violations.map(({ id, impact, help, nodes }) => ({
      ...{ id, impact: impact ?? '', help },
      nodes: nodes.map(({ target, html, failureSummary = '' }) => ({ target: target.join(' '), html, failureSummary })),
    }))
  }, within)
  return violations
    .filter(({ impact }) => GRAVE.includes(impact))
    .map(({ id, impact, help, nodes }) => [`${id} (${impact}): ${help}`, ...nodes.map(describeNode)].join('\n'))
}

function describeNode(node: { target: string; html: string; failureSummary: string }): string {
  // The first line says that any or all of the others are to be mended.
  const reasons = node.failureSummary.split('\n').slice(1)
  return [
    `  at ${node.target}`,
    `     ${node.html.slice(0, 160)}`,
    ...reasons.map((line) => `     ${line.trim()}`),
  ].join('\n')
}
