import type { PageStack } from '../runtime/phone/page-stack'
import { asyncCall, CallError } from './call'

interface Querying {
  createSelectorQuery(): unknown
}

interface PageScroll {
  scrollTop?: number
  selector?: string
  /** Pixels to leave above the element; negative ones show what is before it. */
  offsetTop?: number
  duration?: number
}

/** What asks or moves the view: selector queries, scrolling, players. */
export function viewFamily(stack: PageStack) {
  const top = () => {
    if (!stack.top) throw new CallError('no page is open')
    return stack.top
  }
  return {
    nextTick: (callback: () => void) => queueMicrotask(callback),
    createSelectorQuery() {
      const query = (top().instance as unknown as Querying).createSelectorQuery() as Record<string, unknown>
      // `in` names the component to search; the adapter binds a query to one from the start.
      return Object.assign(query, { in: (component: Querying) => component.createSelectorQuery() })
    },
    createIntersectionObserver: (
      component: { createIntersectionObserver(options: unknown): unknown },
      options: unknown,
    ) => component.createIntersectionObserver(options),
    pageScrollTo: asyncCall('pageScrollTo', (option: PageScroll) => {
      const { element } = top()
      const calm = option.duration === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches
      const behavior = calm ? 'instant' : 'smooth'
      if (option.selector === undefined) return element.scrollTo({ top: option.scrollTop ?? 0, behavior })
      // WeChat's way into a component; here there is no border to cross.
      const target = element.querySelector(option.selector.replace(/>>>/g, ' '))
      if (!target) throw new CallError(`selector "${option.selector}" is not found`)
      const below = target.getBoundingClientRect().top - element.getBoundingClientRect().top
      element.scrollTo({ top: element.scrollTop + below + (option.offsetTop ?? 0), behavior })
    }),
    createVideoContext(id: string, component?: { _$?: { $$: HTMLElement } }) {
      const player = () =>
        (component?._$?.$$ ?? top().element).querySelector<HTMLVideoElement>(`#${CSS.escape(id)} video`)
      return {
        play: () => void player()?.play(),
        pause: () => player()?.pause(),
        stop() {
          const video = player()
          if (!video) return
          video.pause()
          video.currentTime = 0
        },
        seek(position: number) {
          const video = player()
          if (video) video.currentTime = position
        },
        playbackRate(rate: number) {
          const video = player()
          if (video) video.playbackRate = rate
        },
        requestFullScreen: () => void player()?.requestFullscreen(),
        exitFullScreen: () => void document.exitFullscreen(),
      }
    },
  }
}
