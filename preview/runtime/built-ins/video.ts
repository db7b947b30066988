import { builtIn } from './built-in'
import { sourceUrl } from './files'

/** Events of HTML's player that WeChat has under the same name and without a detail. */
const SAME_EVENTS = ['play', 'pause', 'ended', 'waiting']

export const video = builtIn({
  properties: {
    ...{ src: '', poster: '', controls: true, autoplay: false, loop: false, muted: false, objectFit: 'contain' },
    ...{ initialTime: 0, title: '', showCenterPlayBtn: true, showFullscreenBtn: true, showPlayBtn: true },
    ...{ enableProgressGesture: true, duration: 0, direction: null as number | null, showMuteBtn: false },
  },
  setup(element) {
    const player = element.append('video')
    player.playsInline = true
    for (const name of SAME_EVENTS) player.addEventListener(name, () => element.emit(name))
    player.addEventListener('timeupdate', () =>
      element.emit('timeupdate', { currentTime: player.currentTime, duration: player.duration }),
    )
    player.addEventListener('loadedmetadata', () => {
      if (element.properties.initialTime > 0) player.currentTime = element.properties.initialTime
      element.emit('loadedmetadata', {
        width: player.videoWidth,
        height: player.videoHeight,
        duration: player.duration,
      })
    })
    player.addEventListener('error', () => {
      if (player.hasAttribute('src')) element.emit('error', { errMsg: player.error?.message ?? 'cannot be played' })
    })
    document.addEventListener('fullscreenchange', () => {
      if (player.isConnected) element.emit('fullscreenchange', { fullScreen: document.fullscreenElement === player })
    })
    let current = ''
    return ({ src, poster, controls, autoplay, loop, muted, objectFit, title }) => {
      Object.assign(player, { controls, autoplay, loop, muted, title })
      player.style.objectFit = objectFit
      if (poster === '') player.removeAttribute('poster')
      else player.poster = sourceUrl(poster, element.owner)
      const url = sourceUrl(src, element.owner)
      if (url === current) return
      current = url
      if (url === '') player.removeAttribute('src')
      else player.src = url
    }
  },
})
