/**
 * `Date` by another clock, for the SDK alone: it lets its form expire five minutes after what the phone takes for now.
 * @param now milliseconds since 1970
 */
export function cloudDate(now: () => number): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args: unknown[]) => Reflect.construct(target, args.length === 0 ? [now()] : args) as Date,
    apply: () => new Date(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)) as unknown,
  })
}
