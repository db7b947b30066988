import { networkOf, type SettingsStore } from '../settings'

/** Browser windows up to this width are taken for a phone: the screen fills them. */
const NARROW_PX = 560

/**
 * Puts the screen into a phone's frame, or over the whole of a narrow window, and keeps the CSS variables that WeChat's
 * units are made of.
 */
export function createPhone(parent: HTMLElement, screen: HTMLElement, settings: SettingsStore): HTMLElement {
  const phone = document.createElement('main')
  phone.className = 'phone'
  const status = document.createElement('div')
  status.className = 'status-bar'
  status.setAttribute('aria-hidden', 'true')
  const time = document.createElement('span')
  status.append(time)
  phone.append(status, screen)
  parent.append(phone)

  const tick = () => {
    const now = new Date()
    time.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`
  }
  tick()
  setInterval(tick, 5_000)

  const pages = screen.querySelector<HTMLElement>('.pages')
  const measure = () => {
    const { style } = document.documentElement
    const narrow = innerWidth <= NARROW_PX
    const width = narrow ? innerWidth : settings.current.width
    document.documentElement.toggleAttribute('data-narrow', narrow)
    style.setProperty('--phone-width', `${width}px`)
    style.setProperty('--phone-height', `${settings.current.height}px`)
    document.documentElement.toggleAttribute('data-notch', settings.current.notch)
    style.setProperty('--rpx', `calc(${width}px / 750)`)
    style.setProperty('--vw', `${width / 100}px`)
    style.setProperty('--vh', `${(pages?.clientHeight ?? innerHeight) / 100}px`)
    style.setProperty('--font-setting', `${settings.current.font}px`)
  }
  measure()
  if (pages) new ResizeObserver(measure).observe(pages)
  window.addEventListener('resize', measure)
  settings.onChange((now) => {
    measure()
    tick()
    phone.toggleAttribute('data-hidden', now.hidden)
    status.dataset.network = networkOf(now)
  })
  status.dataset.network = networkOf(settings.current)
  return phone
}
