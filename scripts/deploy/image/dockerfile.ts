/** One line of a Dockerfile: its word and what follows it. */
export interface Instruction {
  word: string
  rest: string
}

export interface Stage {
  name: string | undefined
  instructions: Instruction[]
}

/** Reads a Dockerfile into its stages; what stands before the first of them is left out. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  for (const line of text.replaceAll(/\\\n/g, ' ').split('\n')) {
    const [, word, rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? []
    if (word === undefined) continue
    if (word === 'FROM') stages.push({ name: /\bAS (\w+)$/.exec(rest)?.[1], instructions: [] })
    else stages.at(-1)?.instructions.push({ word, rest })
  }
  return stages
}

/** The words of an instruction in exec form, `["node", "x"]`. */
export function execForm(rest: string): string[] {
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[]
}

/** What stands in the last instruction of this word. */
export function last(stage: Stage, word: string): string {
  const found = stage.instructions.findLast((instruction) => instruction.word === word)
  if (!found) throw new Error(`The image has no ${word}.`)
  return found.rest
}
