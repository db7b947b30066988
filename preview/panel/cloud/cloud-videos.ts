import { button, child } from '../controls'
import { formatBytes } from '../format'

export interface CloudVideo {
  videoId: string
  title: string
  status: string
  size: number | null
}

/** What the operator's side may do about a video, by its status. */
const STEPS: Record<string, [text: string, path: string, body: object][]> = {
  Checking: [
    ['Publish', 'review', { status: 'Normal' }],
    ['Block', 'review', { status: 'Blocked', reason: 'Blocked from the preview' }],
  ],
  Normal: [['Block', 'review', { status: 'Blocked', reason: 'Blocked from the preview' }]],
  Blocked: [['Publish', 'review', { status: 'Normal' }]],
  Transcoding: [
    ['Done', 'transcode', { ok: true }],
    ['Fail', 'transcode', { ok: false }],
  ],
}

/** Lists the videos that VOD has. Returns what updates the list. */
export function showVideos(
  parent: HTMLElement,
  act: (path: string, body: object) => void,
): (videos: CloudVideo[]) => void {
  const list = child(parent, 'div', 'videos')
  let last = ''
  return (videos) => {
    const mark = JSON.stringify(videos)
    if (mark === last) return
    last = mark
    list.replaceChildren()
    if (videos.length === 0) child(list, 'p', 'none', 'None yet.')
    for (const { videoId, title, status, size } of [...videos].reverse()) {
      const row = child(list, 'div', 'video')
      const text = child(row, 'div')
      child(text, 'b', '', title)
      child(text, 'small', '', `${status} · ${size === null ? 'no file' : formatBytes(size)} · ${videoId}`)
      for (const [label, path, body] of STEPS[status] ?? []) {
        const step = button(row, `${path}-${label.toLowerCase()}`, label, () => act(`/videos/${videoId}/${path}`, body))
        step.setAttribute('aria-label', `${label} ${title}`)
      }
    }
  }
}
