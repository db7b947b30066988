import { tap } from '../easel/backend'

/**
 * Completes what glass-easel makes of clicks: a disabled button takes none, keys and assistive software tap, too.
 * Runs before glass-easel's own listeners on <body>.
 */
export function completeTaps(target: Window): void {
  for (const name of ['mousedown', 'mouseup', 'touchstart', 'click']) {
    target.addEventListener(
      name,
      (event) => {
        if ((event.target as Element | null)?.closest?.('wx-button[disabled]')) event.stopPropagation()
      },
      true,
    )
  }
  target.addEventListener('keydown', (event) => {
    const focused = event.target as HTMLElement
    if ((event.key !== 'Enter' && event.key !== ' ') || !isActable(focused)) return
    event.preventDefault()
    focused.click()
  })
  // A click that no finger or mouse made has no count. Elements of the DOM's own handle theirs.
  target.addEventListener('click', (event) => {
    const clicked = event.target as HTMLElement
    if (event.detail === 0 && !clicked.matches('input, textarea, video, button')) tap(clicked)
  })
}

function isActable(node: HTMLElement): boolean {
  return node.localName.startsWith('wx-') && node.tabIndex >= 0 && !node.hasAttribute('disabled')
}
