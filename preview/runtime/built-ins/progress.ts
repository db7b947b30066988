import { toCssUnits } from '../units'
import { builtIn } from './built-in'

type Length = string | number

export const progress = builtIn({
  properties: {
    ...{ percent: 0, showInfo: false, borderRadius: null as Length | null, fontSize: null as Length | null },
    ...{ strokeWidth: null as Length | null, color: '', activeColor: '', backgroundColor: '' },
    ...{ active: false, activeMode: 'backwards', duration: 30 },
  },
  setup(element) {
    const { host } = element
    const track = element.append('div', 'wx-progress-track')
    const bar = document.createElement('div')
    const info = element.append('div', 'wx-progress-info')
    bar.className = 'wx-progress-bar'
    track.append(bar)
    host.setAttribute('role', 'progressbar')
    host.setAttribute('aria-valuemin', '0')
    host.setAttribute('aria-valuemax', '100')
    bar.addEventListener('transitionend', () => element.emit('activeend', { curPercent: element.properties.percent }))
    return (properties) => {
      const percent = Math.min(100, Math.max(0, properties.percent))
      host.setAttribute('aria-valuenow', String(percent))
      track.style.height = length(properties.strokeWidth ?? 6)
      track.style.borderRadius = bar.style.borderRadius = length(properties.borderRadius ?? 0)
      track.style.backgroundColor = properties.backgroundColor
      bar.style.backgroundColor = properties.activeColor || properties.color
      bar.style.transition = properties.active ? `width ${properties.duration * percent}ms linear` : ''
      bar.style.width = `${percent}%`
      info.hidden = !properties.showInfo
      info.style.fontSize = length(properties.fontSize ?? 16)
      info.textContent = `${percent}%`
    }
  },
})

/** A number is of pixels. */
function length(value: Length): string {
  return /^\d+(\.\d+)?$/.test(String(value)) ? `${value}px` : toCssUnits(String(value))
}
