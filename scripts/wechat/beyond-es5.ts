import { transform } from 'esbuild'

/**
 * Places, as `path:line what`, with syntax that ES5 does not have. esbuild rewrites some of it (arrow functions) and
 * refuses the rest (classes): ES5 is what it neither refuses nor rewrites.
 */
export async function beyondEs5(path: string, text: string): Promise<string[]> {
  try {
    const [kept, rewritten] = await Promise.all([transform(text, { target: 'esnext' }), transform(text, ES5)])
    const lines = kept.code.split('\n')
    const others = rewritten.code.split('\n')
    const changed = lines.findIndex((line, at) => line !== others[at])
    return changed < 0 ? [] : [`${path} ${lines[changed]?.trim()}`]
  } catch (error) {
    const { errors = [] } = error as { errors?: { text: string; location?: { line: number } | null }[] }
    if (errors.length === 0) throw error
    return errors.map((message) => `${path}:${message.location?.line ?? 1} ${message.text}`)
  }
}

const ES5 = { target: 'es5', logLevel: 'silent' } as const
