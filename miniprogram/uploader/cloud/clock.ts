/**
 * The cloud's time, kept on a device whose own clock may be wrong: signatures more than 15 minutes off are refused.
 */
export function cloudClock(deviceNow: () => number) {
  let offset = 0
  return {
    /** Milliseconds since 1970, as the cloud counts them. */
    now: (): number => deviceNow() + offset,

    /** Sets the clock by a time that the cloud has just sent (ISO 8601). What is no time changes nothing. */
    set(cloudTime: string | undefined): void {
      const time = Date.parse(cloudTime as string)
      if (time) offset = time - deviceNow()
    },
  }
}

export type CloudClock = ReturnType<typeof cloudClock>

/** `2026-01-02T03:04:05Z`, as VOD's signature wants it. */
export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, '')
}
