type Data = Record<string, unknown>
type Method = (this: AppPage, event?: object) => unknown

/** A page as WeChat makes it of what was given to Page(), without its view. */
export class AppPage {
  data: Data

  constructor(definition: object) {
    Object.assign(this, definition)
    this.data = structuredClone((definition as { data: Data }).data)
  }

  /** Changes by path, such as `rows[0].percent`. */
  setData(changes: Data): void {
    for (const [path, value] of Object.entries(changes)) {
      const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
      const last = steps.pop() as string
      const target = steps.reduce<Data>((data, step) => data[step] as Data, this.data)
      target[last] = structuredClone(value)
    }
  }

  /** What WeChat calls for an event. */
  call(method: string, event?: object): unknown {
    const handler = (this as unknown as Record<string, Method | undefined>)[method]
    return handler?.call(this, event)
  }
}
