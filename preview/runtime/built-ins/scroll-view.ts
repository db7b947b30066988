import { toCssUnits } from '../units'
import { builtIn } from './built-in'

export const scrollView = builtIn({
  properties: {
    ...{ scrollX: false, scrollY: false, scrollTop: null as number | null, scrollLeft: null as number | null },
    ...{ scrollIntoView: '', scrollWithAnimation: false, upperThreshold: 50, lowerThreshold: 50 },
    ...{ enhanced: false, showScrollbar: true, enableFlex: false, type: 'list', enableBackToTop: false },
  },
  setup(element) {
    const { host } = element
    let last = { top: 0, left: 0 }
    host.addEventListener('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = host
      const { upperThreshold, lowerThreshold, scrollY } = element.properties
      const deltaX = last.left - scrollLeft
      const deltaY = last.top - scrollTop
      element.emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY })
      const [now, before] = scrollY ? [scrollTop, last.top] : [scrollLeft, last.left]
      const end = scrollY ? scrollHeight - clientHeight : scrollWidth - clientWidth
      if (now <= upperThreshold && before > upperThreshold) {
        element.emit('scrolltoupper', { direction: scrollY ? 'top' : 'left' })
      }
      if (end - now <= lowerThreshold && end - before > lowerThreshold) {
        element.emit('scrolltolower', { direction: scrollY ? 'bottom' : 'right' })
      }
      last = { top: scrollTop, left: scrollLeft }
    })
    let applied: Record<string, unknown> = {}
    return (properties) => {
      const { scrollX, scrollY, scrollTop, scrollLeft, scrollIntoView, showScrollbar, enableFlex } = properties
      host.style.overflowX = scrollX ? 'auto' : 'hidden'
      host.style.overflowY = scrollY ? 'auto' : 'hidden'
      host.style.scrollbarWidth = showScrollbar ? '' : 'none'
      if (enableFlex) host.style.display = 'flex'
      const behavior = properties.scrollWithAnimation ? 'smooth' : 'auto'
      const changed = (name: string, value: unknown) => value !== null && value !== '' && applied[name] !== value
      if (changed('scrollTop', scrollTop)) host.scrollTo({ top: pixels(scrollTop), behavior })
      if (changed('scrollLeft', scrollLeft)) host.scrollTo({ left: pixels(scrollLeft), behavior })
      if (changed('scrollIntoView', scrollIntoView)) {
        setTimeout(() =>
          host.querySelector(`#${CSS.escape(scrollIntoView)}`)?.scrollIntoView({ behavior, block: 'nearest' }),
        )
      }
      applied = { scrollTop, scrollLeft, scrollIntoView }
    }
  },
})

function pixels(value: number | string | null): number {
  if (typeof value === 'number') return value
  const text = toCssUnits(String(value))
  const factor = /var\(--rpx\) \* ([\d.]+)/.exec(text)?.[1]
  const rpx = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--phone-width')) / 750
  return factor === undefined ? Number.parseFloat(text) : Number(factor) * rpx
}
