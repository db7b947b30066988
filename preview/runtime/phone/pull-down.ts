/** Pixels by which the page stands lower while it refreshes. */
const OPEN_PX = 50
/** Of the finger's way, the page goes this much. */
const RESISTANCE = 0.5
/** Pixels of a wheel that count as a pull. */
const WHEEL_PX = 240
/** Milliseconds without a wheel event after which another turn begins. */
const WHEEL_PAUSE_MS = 250

/** What a finger or a wheel pulls down at the top of a page: onPullDownRefresh, until wx.stopPullDownRefresh. */
export class PullDown {
  readonly #page: HTMLElement
  readonly #refresh: () => void
  #dots: HTMLElement | undefined
  #isOpen = false

  constructor(page: HTMLElement, refresh: () => void) {
    this.#page = page
    this.#refresh = refresh
    this.#followFinger()
    this.#followWheel()
  }

  /** As when a finger has pulled. */
  start(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    this.#move(OPEN_PX)
    this.#dots?.setAttribute('role', 'status')
    this.#refresh()
  }

  stop(): void {
    this.#isOpen = false
    this.#move(0)
  }

  /** The page is hidden or closed. */
  leave(): void {
    this.#dots?.remove()
    this.#dots = undefined
  }

  #move(pixels: number, byFinger = false): void {
    const { style } = this.#page
    if (pixels > 0 && !this.#dots) {
      this.#dots = document.createElement('div')
      this.#dots.className = 'pull-down'
      this.#dots.append(...[1, 2, 3].map(() => document.createElement('i')))
      this.#page.before(this.#dots)
    }
    // Not a transform: the page's fixed parts must stay where they are.
    style.transition = byFinger ? 'none' : ''
    style.top = pixels > 0 ? `${pixels}px` : ''
    style.bottom = pixels > 0 ? `${-pixels}px` : ''
    if (pixels === 0) this.leave()
  }

  #followFinger(): void {
    let from: number | undefined
    let pulled = 0
    this.#page.addEventListener(
      'touchstart',
      ({ touches, target }) => {
        const inner = (target as HTMLElement).closest('wx-scroll-view')
        from = this.#page.scrollTop <= 0 && (inner?.scrollTop ?? 0) <= 0 ? touches[0]?.clientY : undefined
        pulled = 0
      },
      { passive: true },
    )
    this.#page.addEventListener(
      'touchmove',
      ({ touches }) => {
        if (from === undefined || this.#isOpen) return
        pulled = Math.max(0, ((touches[0]?.clientY ?? from) - from) * RESISTANCE)
        if (this.#page.scrollTop > 0) pulled = 0
        this.#move(Math.min(pulled, OPEN_PX * 1.6), true)
      },
      { passive: true },
    )
    for (const name of ['touchend', 'touchcancel'] as const) {
      this.#page.addEventListener(name, () => {
        if (from === undefined || this.#isOpen) return
        from = undefined
        if (pulled >= OPEN_PX && name === 'touchend') this.start()
        else if (pulled > 0) this.#move(0)
      })
    }
  }

  #followWheel(): void {
    let pulled: number | undefined
    let last = Number.NEGATIVE_INFINITY
    this.#page.addEventListener(
      'wheel',
      ({ deltaY, timeStamp }) => {
        // A turn that began further down and has arrived at the top is no pull.
        if (timeStamp - last > WHEEL_PAUSE_MS) pulled = this.#page.scrollTop <= 0 ? 0 : undefined
        last = timeStamp
        if (pulled === undefined || this.#isOpen) return
        pulled = deltaY < 0 ? pulled - deltaY : 0
        if (pulled < WHEEL_PX) return
        pulled = undefined
        this.start()
      },
      { passive: true },
    )
  }
}
