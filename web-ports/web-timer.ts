/**
 * Timers of a hidden page run once a second, after five minutes once a minute; messages are not held back. Where there is
 * nothing to wait for, as between two stretches of hashing, a message takes the timer's place.
 */
export function webTimer(callback: () => void, ms: number): () => void {
  if (ms > 0) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const { port1, port2 } = new MessageChannel()
  const end = () => {
    port1.onmessage = null
    port1.close()
  }
  port1.onmessage = () => {
    end()
    callback()
  }
  port2.postMessage(undefined)
  return end
}
