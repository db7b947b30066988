import { inject } from 'vitest'

/** One control call of the emulator. */
export async function emulator(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${inject('emulatorUrl')}/_emulator${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** Sets faults for the next calls of an operation. The tests of one file run one after the other. */
export async function setFault(operation: string, fault: Record<string, unknown>): Promise<void> {
  await emulator('DELETE', '/faults')
  await emulator('POST', '/faults', [{ operation, fault }])
}
