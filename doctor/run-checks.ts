import type { Check, Verdict } from './check'
import { Refusal } from './clouds/refusal'
import type { Context, Found } from './context'
import { explainNetwork } from './explain-network'
import { explainRefusal } from './explain-refusal'
import type { CheckId, Failed, Finding } from './finding'
import { NetworkError } from './network/network-error'
import type { Texts } from './texts/en/en'

export interface Listener {
  begins?(title: string): void
  ends?(finding: Finding): void
}

/**
 * Runs the checks one after the other. A failure is named once: whatever rests on it is skipped, and says because of what.
 * @param before findings of earlier checks
 */
export async function runChecks(
  checks: readonly Check[],
  context: Context,
  listener: Listener,
  before: readonly Finding[] = [],
): Promise<{ findings: Finding[]; found: Found }> {
  const findings = [...before]
  let found: Found = {}
  for (const { id, needs = [], uses = [], run } of checks) {
    const title = context.texts.titles[id]
    const because = rootOf(needs, findings) ?? (uses.some((host) => found.unreachable?.includes(host)) && 'network')
    if (because) {
      findings.push(skippedBecause(because, id, context.texts))
    } else {
      listener.begins?.(title)
      const begun = performance.now()
      const { found: news, ...outcome } = await verdictOf(() => run(context, found), context)
      found = { ...found, ...news }
      const seconds = Math.round(performance.now() - begun) / 1000
      findings.push(
        'because' in outcome ? skippedBecause(outcome.because, id, context.texts) : { id, title, ...outcome, seconds },
      )
    }
    listener.ends?.(findings.at(-1) as Finding)
  }
  return { findings, found }
}

export function skippedBecause(because: CheckId, id: CheckId, { titles, report }: Texts): Finding {
  const cause = report.because(titles[because])
  return { id, title: titles[id], status: 'skipped', cause, because, seconds: 0 }
}

/** The check that has failed among these, or because of which one of them was skipped. */
function rootOf(needs: readonly CheckId[], findings: readonly Finding[]): CheckId | undefined {
  for (const { id, status, because } of findings) {
    if (!needs.includes(id)) continue
    if (status === 'failed') return id
    if (because) return because
  }
  return undefined
}

async function verdictOf(run: () => Promise<Verdict>, context: Context): Promise<Verdict> {
  try {
    return await run()
  } catch (error) {
    return { status: 'failed', ...explain(error, context) }
  }
}

function explain(error: unknown, context: Context): Omit<Failed, 'status'> {
  if (error instanceof Refusal) return explainRefusal(error, context)
  if (error instanceof NetworkError) return explainNetwork(error, context.texts)
  // A mistake of the doctor's own. Its message could hold anything.
  const name = error instanceof Error ? error.name : typeof error
  return { ...context.texts.report.doctorFailed(name), code: name }
}
