import type { BuiltInElement, Properties } from './built-in'

/** Properties of elements that show a finger's touch. Times in milliseconds. */
export const HOVER = { hoverClass: 'none', hoverStartTime: 50, hoverStayTime: 400, hoverStopPropagation: false }

/** Gives the element its hover class while it is touched. */
export function showHover<P extends Properties & typeof HOVER>(element: BuiltInElement<P>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = ''
  const show = (on: boolean, after: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (shown !== '') element.toggleClass(shown, false)
      const { hoverClass, disabled } = element.properties as Properties & { hoverClass: string; disabled?: boolean }
      shown = on && hoverClass !== 'none' && !disabled ? hoverClass : ''
      if (shown !== '') element.toggleClass(shown, true)
    }, after)
  }
  element.host.addEventListener('pointerdown', (event) => {
    if ((event as PointerEvent & { hoverTaken?: boolean }).hoverTaken) return
    if (element.properties.hoverStopPropagation) Object.assign(event, { hoverTaken: true })
    show(true, element.properties.hoverStartTime)
  })
  for (const name of ['pointerup', 'pointercancel', 'pointerleave']) {
    element.host.addEventListener(name, () => show(false, element.properties.hoverStayTime))
  }
}
