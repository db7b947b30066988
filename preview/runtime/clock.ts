/** Makes `Date` of this page wrong by `skew()` seconds, as a phone's clock may be. Timers run as ever. */
export function skewClock(skew: () => number): void {
  const RealDate = Date
  const now = () => RealDate.now() + skew() * 1000
  globalThis.Date = new Proxy(RealDate, {
    construct(target, args: unknown[], newTarget) {
      return Reflect.construct(
        target,
        args.length === 0 ? [now()] : args,
        newTarget === globalThis.Date ? target : newTarget,
      )
    },
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}
