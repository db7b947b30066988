import { describe, expect, it } from 'vitest'
import { formatBytes } from '../../miniprogram/i18n/format'
import { formatSeconds } from './format-seconds'
import { progressDisplay } from './progress-display'

const MB = 1024 * 1024

function fakeStream(terminal: boolean, columns = 80) {
  const written: string[] = []
  const stream = { isTTY: terminal, columns, write: (text: string) => written.push(text) }
  return { stream: stream as unknown as NodeJS.WriteStream, written }
}

const at = (percent: number) => ({
  uploadedBytes: percent * MB,
  totalBytes: 100 * MB,
  percent,
  bytesPerSecond: percent > 0 ? 2 * MB : undefined,
  secondsLeft: percent > 0 ? (100 - percent) / 2 : undefined,
})

describe('progressDisplay', () => {
  it('prints a line for every tenth where there is no terminal', () => {
    const { stream, written } = fakeStream(false)
    const display = progressDisplay(stream, 'a.mp4')
    for (let percent = 0; percent <= 100; percent++) display.show(at(percent))
    display.end()
    expect(written).toHaveLength(11)
    expect(written[0]).toBe('a.mp4   0 %  0 B of 100 MB\n')
    expect(written[5]).toBe('a.mp4  50 %  50.0 MB of 100 MB  2.0 MB/s  25 s left\n')
    expect(written[10]).toBe('a.mp4 100 %  100 MB of 100 MB  2.0 MB/s\n')
  })

  it.each([40, 60, 80, 200])('draws one line that fits a terminal of %d columns', (columns) => {
    for (const label of ['a.mp4', `${'long-name-'.repeat(20)}.mp4`]) {
      const { stream, written } = fakeStream(true, columns)
      const display = progressDisplay(stream, label)
      display.show(at(100))
      const line = written[0]?.replace('\r\x1b[2K', '') ?? ''
      expect(line).toContain('100 %')
      expect(line.length).toBeLessThanOrEqual(Math.max(columns, 46))
      display.end()
      expect(written.at(-1)).toBe('\n')
    }
  })
})

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KB'],
  [200 * MB, '200 MB'],
  [1024 * MB, '1.0 GB'],
])('the progress display writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text.replace(' ', '\u00a0'))
})

it.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [125, '2:05 min'],
  [3723, '1:02:03 h'],
])('the progress display writes %d seconds as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text)
})
