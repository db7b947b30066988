import { createHash } from 'node:crypto'

/** The picture that stands for the snapshot of a video: a colour of its own, so that one can tell videos apart. */
export function snapshotOf(key: string): Buffer {
  const hue = createHash('sha256').update(key).digest().readUInt16BE(0) % 360
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">` +
      `<linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 45% 55%)"/>` +
      `<stop offset="1" stop-color="hsl(${(hue + 50) % 360} 50% 32%)"/></linearGradient>` +
      `<rect width="640" height="360" fill="url(#g)"/><circle cx="500" cy="90" r="38" fill="#fff" opacity=".5"/>` +
      `<path d="M0 360 200 170l130 120 110-90 200 160z" fill="#000" opacity=".28"/></svg>`,
  )
}
