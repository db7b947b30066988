import { child } from '../controls'

/** Subscription messages that the service has sent. Returns what updates the list; undefined: the emulator has none. */
export function showMessages(parent: HTMLElement): (messages: unknown[] | undefined) => void {
  const list = child(parent, 'div')
  let last: string | undefined
  return (messages) => {
    parent.hidden = messages === undefined
    const mark = JSON.stringify(messages)
    if (mark === last) return
    last = mark
    list.replaceChildren()
    if (messages?.length === 0) child(list, 'p', 'none', 'None yet.')
    for (const message of [...(messages ?? [])].reverse()) {
      child(list, 'pre', 'value', JSON.stringify(message, null, 2))
    }
  }
}
