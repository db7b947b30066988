import { sourceUrl } from '../../runtime/built-ins/files'
import { asyncCall, CallError } from '../call'
import { child, childButton, type Dialogs } from '../dialogs'

type Option = Omit<WechatMiniprogram.PreviewMediaOption, 'success' | 'fail' | 'complete'>

/** wx.previewMedia: images and videos over the whole screen. */
export function previewMediaFamily(dialogs: Dialogs) {
  return {
    previewMedia: asyncCall('previewMedia', ({ sources, current = 0 }: Option) => {
      if (sources.length === 0) throw new CallError('parameter error: sources is empty')
      void dialogs.open<never>('media-viewer', 'media', (box, close) => {
        let index = current
        const stage = child(box, 'div', 'media-stage')
        const show = (next: number) => {
          index = (next + sources.length) % sources.length
          stage.replaceChildren()
          const source = sources[index]
          if (source) put(stage, source)
        }
        childButton(box, 'media-button media-close', '✕', () => close(undefined)).setAttribute('aria-label', 'Close')
        if (sources.length > 1) {
          childButton(box, 'media-button media-previous', '‹', () => show(index - 1)).setAttribute(
            'aria-label',
            'Previous',
          )
          childButton(box, 'media-button media-next', '›', () => show(index + 1)).setAttribute('aria-label', 'Next')
        }
        show(index)
      })
    }),
  }
}

function put(stage: HTMLElement, { url, type, poster }: WechatMiniprogram.MediaSource): void {
  if (type !== 'video') {
    child(stage, 'img', '').src = sourceUrl(url, undefined)
    return
  }
  const video = child(stage, 'video', '')
  Object.assign(video, { controls: true, autoplay: true, playsInline: true, src: sourceUrl(url, undefined) })
  if (poster) video.poster = sourceUrl(poster, undefined)
}
