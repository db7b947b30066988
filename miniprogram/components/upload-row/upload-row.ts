import { t } from '../../services'
import type { Row } from './row'

/** VOD's limit, characters. */
const MAX_TITLE = 128

/**
 * One video of the queue: picture, title, progress, and what can be done with it.
 * Events: `start` (try again), `remove`, `rename` ({title}).
 */
Component({
  properties: {
    row: { type: Object, value: {} as Row },
  },

  data: {
    t: { titleLabel: t.titleLabel, titlePlaceholder: t.titlePlaceholder, retry: t.retry },
    maxTitle: MAX_TITLE,
    pictureFailed: false,
    labels: { remove: '', retry: '', progress: '' },
  },

  observers: {
    'row.title, row.kind'(title: string, kind: Row['kind']) {
      this.setData({
        labels: {
          remove: kind === 'active' ? t.stopNamed(title) : t.removeNamed(title),
          retry: t.retryNamed(title),
          progress: t.progressNamed(title),
        },
      })
    },
  },

  methods: {
    onTitle({ detail }: WechatMiniprogram.InputBlur) {
      const title = detail.value.trim()
      if (title !== '' && title !== this.data.row.title) this.triggerEvent('rename', { title })
      // An empty title would be refused: the old one comes back.
      else if (title === '') this.setData({ 'row.title': this.data.row.title })
    },

    onPictureError() {
      this.setData({ pictureFailed: true })
    },

    onRetry() {
      this.triggerEvent('start')
    },

    onRemove() {
      this.triggerEvent('remove')
    },
  },
})
