import type { PlayedFile } from './played-file'
import type { World } from './world'

/** Nothing may be left behind once all uploads are over, and nothing may have been signed wrongly. */
export function checkRest(world: World, files: PlayedFile[]): void {
  const { phone, ports } = world
  const left = {
    timers: phone.timers.size,
    listeners: phone.listeners.network.size + phone.listeners.hide.size + phone.listeners.show.size,
    requests: phone.waiting,
    files: ports.openFiles(),
    screenKeptOn: phone.screenKeptOn,
    checkpoints: [...phone.storage.keys()].filter((key) => key.startsWith('wevod.upload.')).length,
  }
  const none = { timers: 0, listeners: 0, requests: 0, files: 0, screenKeptOn: false, checkpoints: 0 }
  if (JSON.stringify(left) !== JSON.stringify(none))
    throw new Error(`Something is left behind: ${JSON.stringify(left)}`)
  for (const { answer, request } of phone.sent) {
    const { status, text } = answer ?? {}
    if (status !== 403 || !/SignatureDoesNotMatch|InvalidSecurityToken\b/.test(text ?? '')) continue
    throw new Error(`Wrongly signed: ${request.method} ${request.url} ${text}`)
  }
  if (files.some(({ task }) => task && task.snapshot.state !== 'success' && task.snapshot.state !== 'canceled')) {
    throw new Error(`Not over: ${files.map(({ shown }) => shown).join(', ')}`)
  }
}
