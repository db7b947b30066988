import { send } from '../../wx/proxy-client'

/** The emulator as the mini program's addresses have it; the preview's server knows where it runs. */
const EMULATOR = 'http://127.0.0.1:8788/_emulator'
/** Milliseconds. */
const PATIENCE_MS = 10_000

/** A control call of the emulator. Undefined where it has no such call. @throws {Error} with its words, or none of it */
export async function control<Answer>(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
  const answer = await send({
    ...{ url: EMULATOR + path, method, header: { 'content-type': 'application/json' } },
    body: body === undefined ? undefined : JSON.stringify(body),
    timeoutMs: PATIENCE_MS,
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const text = new TextDecoder().decode(answer.body)
  if (answer.status === 404) return undefined
  if (answer.status >= 400) throw new Error(messageOf(text) ?? `The emulator answers ${answer.status}.`)
  return JSON.parse(text) as Answer
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { message?: string }).message
  } catch {
    return undefined
  }
}
