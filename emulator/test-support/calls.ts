import type { emulatorForTests } from './emulator'
import { type HandSigned, sendSigned } from './hand-signed'
import { keyOf } from './keys'

/** The calls that tests of the emulator as a whole make again and again. */
export function callsTo(emulator: Awaited<ReturnType<typeof emulatorForTests>>) {
  const create = (options: Partial<HandSigned> = {}) =>
    sendSigned(emulator, {
      key: keyOf('operator'),
      signature: 'RPC',
      action: 'CreateUploadVideo',
      now: emulator.clock.now(),
      parameters: { Title: 't', FileName: 'v.mp4' },
      ...options,
    })
  return {
    create,
    refresh: () => create({ action: 'RefreshUploadVideo', parameters: { VideoId: 'none' } }),

    /** The HTTP statuses of this many calls, one after the other. */
    async statuses(count: number): Promise<number[]> {
      const answers = []
      for (let i = 0; i < count; i++) answers.push((await create()).status)
      return answers
    },

    async control(method: string, path: string, body?: unknown) {
      const response = await fetch(`${emulator.url}/_emulator/${path}`, {
        method,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      return { status: response.status, json: (await response.json()) as Record<string, unknown> }
    },
  }
}
