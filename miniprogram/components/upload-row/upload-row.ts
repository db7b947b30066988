import { t } from '../../services'
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
  copyId: 'copyid',
  takeOriginal: 'takeoriginal',
}

/**
 * One video of the queue: picture, title, progress, and what can be done with it.
 * Events: `start` (try again), `pause`, `resume`, `pickagain` (its file), `remove`, `copyid` (of its failure),
 * `takeoriginal` (not a smaller video), `edit` (what is said of it), `open` (it has arrived).
 */
Component({
  properties: {
    row: { type: Object, value: {} as Row },
  },

  data: {
    pictureFailed: false,
    labels: { remove: '', progress: '', about: '' },
    control: null as Control | null,
  },

  observers: {
    'row.title, row.kind, row.action'(title: string, kind: Row['kind'], action: RowAction) {
      // Called for each change of the row, of which most change nothing here.
      const now = { labels: labelsOf(title, kind), control: controlOf(action, title) }
      const { labels, control } = this.data
      if (JSON.stringify(now) !== JSON.stringify({ labels, control })) this.setData(now)
    },

    /** A file that was picked again brings another picture. */
    'row.thumb'() {
      if (this.data.pictureFailed) this.setData({ pictureFailed: false })
    },
  },

  methods: {
    onAbout() {
      this.triggerEvent(this.data.row.about)
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

function labelsOf(title: string, kind: Row['kind']) {
  const underWay = kind === 'active' || kind === 'paused'
  return {
    remove: underWay ? t.stopNamed(title) : t.removeNamed(title),
    progress: t.progressNamed(title),
    about: kind === 'success' ? t.openNamed(title) : t.editNamed(title),
  }
}

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
    case 'copyId':
      return { text: t.copyErrorId, icon: '', label: t.copyErrorIdNamed(title) }
    case 'takeOriginal':
      return { text: t.takeOriginal, icon: '', label: t.takeOriginalNamed(title) }
    default:
      return null
  }
}
