/** By the Screen Wake Lock API, where there is one. The browser takes it back when the page is hidden. */
export function webScreen(): (on: boolean) => void {
  let wanted = false
  let lock: Promise<WakeLockSentinel> | undefined

  const renew = () => {
    const { wakeLock } = navigator as Partial<Pick<Navigator, 'wakeLock'>>
    lock?.then((former) => former.release()).catch(() => undefined)
    lock = undefined
    if (!wanted || !wakeLock || document.visibilityState !== 'visible') return
    lock = wakeLock.request('screen')
    // Refused where the battery is low: the screen goes dark then, as it does without.
    lock.catch(() => undefined)
  }

  return (on) => {
    wanted = on
    document.removeEventListener('visibilitychange', renew)
    if (on) document.addEventListener('visibilitychange', renew)
    renew()
  }
}
