/** What calls have left running when they were answered, such as what follows an event of VOD. */
const underWay = new Set<Promise<unknown>>()

export function keepFollowUp(work: Promise<unknown>): void {
  const ended: Promise<unknown> = work.then(
    () => underWay.delete(ended),
    () => underWay.delete(ended),
  )
  underWay.add(ended)
}

/** Resolves once nothing is under way any more, what that has begun included. */
export async function followUpsAreDone(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay)
}
