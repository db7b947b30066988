import { button, child, field, option } from '../controls'
import { control } from './emulator'

/** What can go wrong, in the emulator's terms. */
const FAULTS: Record<string, object> = {
  'connection is dropped': { type: 'reset' },
  'answer is lost': { type: 'reset', when: 'after' },
  'takes 10 s longer': { type: 'delay', ms: 10_000 },
  'never ends': { type: 'stall' },
  'token has expired': { type: 'expiredToken' },
  'clock is an hour ahead': { type: 'clockSkew', seconds: 3600 },
  'no right (403)': { type: 'error', status: 403, code: 'Forbidden.RAM', message: 'No right' },
  'storage is full (403)': { type: 'error', status: 403, code: 'StorageQuotaExceeded', message: 'Storage is full' },
  'too many calls (429)': { type: 'error', status: 429, code: 'Throttling.User', message: 'Too many calls' },
  'broken inside (500)': { type: 'error', status: 500, code: 'InternalError', message: 'Broken inside' },
  'service is busy (503)': { type: 'error', status: 503, code: 'ServiceUnavailable', message: 'Busy' },
}

/** Operations worth breaking before any of them has been called. */
const OPERATIONS = ['*', 'jscode2session', 'AssumeRole', 'CreateUploadVideo', 'UploadPart', 'CompleteMultipartUpload']

/** A form that sets faults, and takes them all away. The emulator does not tell which are set: the form remembers. */
export function showFaults(
  parent: HTMLElement,
  act: (method: string, path: string, body?: unknown) => Promise<void>,
): void {
  const operation = field(parent, 'fault-operation', 'Operation', document.createElement('input'))
  Object.assign(operation, { type: 'text', value: 'UploadPart', spellcheck: false })
  const known = child(parent, 'datalist')
  known.id = 'fault-operations'
  operation.setAttribute('list', known.id)
  known.append(...OPERATIONS.map((name) => option(name)))
  operation.addEventListener('focus', async () => {
    const calls = await control<Record<string, number>>('GET', '/calls').catch(() => undefined)
    const names = new Set([...OPERATIONS, ...Object.keys(calls ?? {})])
    known.replaceChildren(...[...names].map((name) => option(name)))
  })
  const fault = field(parent, 'fault-kind', 'What happens', document.createElement('select'))
  fault.append(...Object.keys(FAULTS).map((name) => option(name)))
  const times = field(parent, 'fault-times', 'How often', document.createElement('select'))
  times.append(option(1, 'once'), option(3, 'three times'), option('always'))

  button(parent, 'fault-add', 'Add', async () => {
    const count = times.value === 'always' ? 'always' : Number(times.value)
    await act('POST', '/faults', [{ operation: operation.value, times: count, fault: FAULTS[fault.value] }])
    child(set, 'li', '', `${operation.value}: ${fault.value}, ${times.selectedOptions[0]?.text}`)
  })
  button(parent, 'fault-clear', 'Take all away', async () => {
    await act('DELETE', '/faults')
    set.replaceChildren()
  })
  const set = child(parent, 'ul')
}
