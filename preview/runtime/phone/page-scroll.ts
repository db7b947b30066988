/** Pixels from the end at which a page counts as read to its bottom, by default. */
const REACH_BOTTOM_PX = 50

interface ScrollActions {
  scrolled(scrollTop: number): void
  /** The end has come near; once for each time that it does, and once more where the page has grown since. */
  reachedBottom(): void
}

/** Says when a page is scrolled, and when its end comes near. */
export function followScroll(element: HTMLElement, actions: ScrollActions, distance = REACH_BOTTOM_PX): void {
  let heightWhenNear: number | undefined
  element.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = element
    actions.scrolled(scrollTop)
    const isNear = scrollHeight - clientHeight - scrollTop <= distance
    if (isNear && heightWhenNear !== scrollHeight) actions.reachedBottom()
    heightWhenNear = isNear ? scrollHeight : undefined
  })
}
