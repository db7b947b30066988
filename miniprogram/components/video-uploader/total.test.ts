import { describe, expect, it } from 'vitest'
import { engines } from '../../engines'
import { en } from '../../i18n/en'
import { UploadError, type UploadSnapshot } from '../../uploader/index'
import type { PickedVideo } from '../../videos/picked-video'
import { toTotal } from './total'

const MB = 1024 * 1024

type Item = UploadSnapshot<PickedVideo>

/** A video of 10 MB, of which this much has been uploaded, at 2 MB a second. */
const item = (state: Item['state'], megabytes = 0, pausedBy?: Item['pausedBy']): Item => ({
  id: '1',
  file: { path: 'p', title: 'Video', thumbPath: '', size: 10 * MB, duration: 34 },
  state,
  started: true,
  pausedBy,
  progress: {
    uploadedBytes: megabytes * MB,
    totalBytes: 10 * MB,
    percent: megabytes * 10,
    bytesPerSecond: 2 * MB,
    secondsLeft: (10 - megabytes) / 2,
  },
  videoId: undefined,
  error: undefined,
  retrying: undefined,
  notice: undefined,
})

describe('toTotal', () => {
  it('says nothing for a single video', () => {
    expect(toTotal([item('uploading')], en, engines.multipart.abilities)).toBeNull()
  })

  it('adds up bytes and speeds', () => {
    const items = [item('success'), item('uploading', 5), item('uploading', 3), item('waiting')]
    expect(toTotal(items, en, engines.multipart.abilities)).toEqual({
      percent: 45,
      text: '1 of 4 done · 6\u00a0s\u00a0left',
      paused: false,
      action: 'pauseAll',
      clearable: true,
    })
  })

  it('has nothing to pause where the engine cannot', () => {
    const items = [item('uploading', 5), item('waiting')]
    expect(toTotal(items, en, engines.multipart.abilities)?.action).toBe('pauseAll')
    expect(toTotal(items, en, engines.vendor.abilities)?.action).toBe('')
  })

  it('reaches 100 % when all are done, not before', () => {
    expect(toTotal([item('success'), item('uploading', 10)], en, engines.multipart.abilities)?.percent).toBe(99)
    expect(toTotal([item('success'), item('success')], en, engines.multipart.abilities)).toEqual({
      percent: 100,
      text: en.allDone(2),
      paused: false,
      action: 'goVideos',
      clearable: true,
    })
  })

  it('does not wait for what is paused or has failed', () => {
    const items = [item('uploading', 5), item('paused', 2, 'user'), item('error', 3)]
    expect(toTotal(items, en, engines.multipart.abilities)).toEqual({
      percent: 33,
      text: '0 of 3 done · 1 failed · 3\u00a0s\u00a0left',
      paused: false,
      action: 'pauseAll',
      clearable: false,
    })
  })

  it('is paused when all that is left is', () => {
    const items = [item('success'), item('paused', 2, 'user'), item('paused', 4, 'user')]
    expect(toTotal(items, en, engines.multipart.abilities)).toEqual({
      percent: 53,
      text: '1 of 3 done · paused',
      paused: true,
      action: 'resumeAll',
      clearable: true,
    })
  })

  it.each(['offline', 'background', 'mobile-data'] as const)('does not take %s for a pause of the user', (pausedBy) => {
    const items = [item('paused', 2, pausedBy), item('paused', 3, pausedBy)]
    expect(toTotal(items, en, engines.multipart.abilities)).toMatchObject({
      text: '0 of 2 done',
      paused: true,
      action: 'pauseAll',
    })
    expect(toTotal([...items, item('uploading')], en, engines.multipart.abilities)?.paused).toBe(false)
  })

  it('leaves a single video that is not over to its row', () => {
    expect(toTotal([item('success'), item('uploading', 5)], en, engines.multipart.abilities)?.action).toBe('')
    expect(toTotal([item('success'), item('paused', 5, 'user')], en, engines.multipart.abilities)?.action).toBe('')
  })
  it('counts what has failed, and lets it all be tried again once nothing is under way', () => {
    const timedOut = { ...item('error', 3), error: new UploadError('timed_out', 'x') }
    const items = [item('success'), timedOut, timedOut, timedOut]
    expect(toTotal(items, en, engines.multipart.abilities)).toMatchObject({
      text: '1 of 4 done · 3 failed',
      paused: true,
      action: 'retryAll',
      clearable: true,
    })
    expect(toTotal([...items, item('uploading'), item('uploading')], en, engines.multipart.abilities)?.action).toBe(
      'pauseAll',
    )
  })

  it('offers to try again only what that may help', () => {
    const gone = { ...item('error'), error: new UploadError('file_missing', 'x') }
    expect(toTotal([gone, gone], en, engines.multipart.abilities)?.action).toBe('')
  })
})
