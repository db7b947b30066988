import { builtIn } from './built-in'
import { sourceUrl } from './files'

const POSITIONS = /^(top|bottom|center|left|right)( (left|right))?$/
const FITS: Record<string, string> = { aspectFit: 'contain', aspectFill: 'cover' }

export const image = builtIn({
  properties: { src: '', mode: 'scaleToFill', lazyLoad: false, webp: false, showMenuByLongpress: false },
  setup(element) {
    const img = element.append('img')
    img.alt = ''
    img.addEventListener('load', () => {
      sizeHost()
      element.emit('load', { width: img.naturalWidth, height: img.naturalHeight })
    })
    img.addEventListener('error', () => element.emit('error', { errMsg: `failed to load ${element.properties.src}` }))

    /** widthFix and heightFix give the element its picture's shape. */
    function sizeHost() {
      const { mode } = element.properties
      const { host } = element
      host.style.aspectRatio =
        /^(width|height)Fix$/.test(mode) && img.naturalHeight > 0 ? `${img.naturalWidth} / ${img.naturalHeight}` : ''
      if (mode === 'widthFix') host.style.height = 'auto'
      if (mode === 'heightFix') host.style.width = 'auto'
    }

    let current = ''
    return ({ src, mode, lazyLoad }) => {
      img.loading = lazyLoad ? 'lazy' : 'eager'
      img.style.objectFit = FITS[mode] ?? (POSITIONS.test(mode) ? 'none' : 'fill')
      img.style.objectPosition = POSITIONS.test(mode) ? mode : ''
      img.alt = String((element.properties as Record<string, unknown>).ariaLabel ?? '')
      sizeHost()
      const url = sourceUrl(src, element.owner)
      if (url === current) return
      current = url
      if (url === '') img.removeAttribute('src')
      else img.src = url
    }
  },
})
