import { t } from '../../services'
import { MAX_TITLE_CHARACTERS } from '../../uploader/index'
import { fitTitle } from '../../videos/file-name'
import type { Row, RowAction } from './row'

/** The button of an action: its text, or its icon; its name for those who do not see it; the event that it triggers. */
interface Control {
  text: string
  icon: '' | 'pause' | 'play'
  label: string
}

const EVENTS = {
  pause: 'pause',
  resume: 'resume',
  useMobileData: 'resume',
  retry: 'start',
  pickAgain: 'pickagain',
  remove: 'remove',
}

/**
 * One video of the queue: picture, title, progress, and what can be done with it.
 * Events: `start` (try again), `pause`, `resume`, `pickagain` (its file), `remove`, `rename` ({title}).
 */
Component({
  properties: {
    row: { type: Object, value: {} as Row },
  },

  data: {
    t: { titleLabel: t.titleLabel, titlePlaceholder: t.titlePlaceholder },
    maxTitle: MAX_TITLE_CHARACTERS,
    pictureFailed: false,
    labels: { remove: '', progress: '' },
    control: null as Control | null,
  },

  observers: {
    'row.title, row.kind, row.action'(title: string, kind: Row['kind'], action: RowAction) {
      const underWay = kind === 'active' || kind === 'paused'
      this.setData({
        labels: { remove: underWay ? t.stopNamed(title) : t.removeNamed(title), progress: t.progressNamed(title) },
        control: controlOf(action, title),
      })
    },

    /** A file that was picked again brings another picture. */
    'row.thumb'() {
      if (this.data.pictureFailed) this.setData({ pictureFailed: false })
    },
  },

  methods: {
    onTitle({ detail }: WechatMiniprogram.InputBlur) {
      const title = fitTitle(detail.value)
      const { row } = this.data
      if (title !== '' && title !== row.title) this.triggerEvent('rename', { title })
      // An empty title, or half an emoji, would be refused: the old one comes back.
      else if (title !== detail.value) this.setData({ 'row.title': row.title })
    },

    onPictureError() {
      this.setData({ pictureFailed: true })
    },

    onControl() {
      const { action } = this.data.row
      if (action !== '') this.triggerEvent(EVENTS[action])
    },

    onRemove() {
      this.triggerEvent('remove')
    },
  },
})

function controlOf(action: RowAction, title: string): Control | null {
  switch (action) {
    case 'pause':
      return { text: '', icon: 'pause', label: t.pauseNamed(title) }
    case 'resume':
      return { text: '', icon: 'play', label: t.resumeNamed(title) }
    // What it costs must stand there: an icon would not tell.
    case 'useMobileData':
      return { text: t.useMobileData, icon: '', label: t.useMobileDataNamed(title) }
    case 'retry':
      return { text: t.retry, icon: '', label: t.retryNamed(title) }
    case 'pickAgain':
      return { text: t.pickAgain, icon: '', label: t.pickAgainNamed(title) }
    case 'remove':
      return { text: t.remove, icon: '', label: t.removeNamed(title) }
    default:
      return null
  }
}
