import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from './facts'
import { foldOf, stateAfter } from './video-state'

const event = (type: string, second: number, facts: Facts, variant = '') => ({
  type,
  time: second * 1000,
  variant,
  facts,
})

const arrived = event('FileUploadComplete', 1, { status: 'UploadSucc', size: 10 })
const stream = event('StreamTranscodeComplete', 5, { status: 'Transcoding', duration: 3 })
const done = event('TranscodeComplete', 5, { status: 'Normal' })

/** VOD has not known the video, as of this second. */
const lost = (second: number) => event('VideoInfo', second, { status: 'Deleted', notFound: true })

describe('stateAfter', () => {
  it.each([
    [[], {}],
    [[arrived], { status: 'UploadSucc', size: 10 }],
    [[arrived, stream], { status: 'Transcoding', size: 10, duration: 3 }],
    [[arrived, stream, done], { status: 'Normal', size: 10, duration: 3 }],
    // A stream that is announced after the end does not open it again.
    [[arrived, done, event('StreamTranscodeComplete', 9, { status: 'Transcoding' })], { status: 'Normal', size: 10 }],
    // The source was overwritten: all begins anew.
    [
      [arrived, done, event('FileUploadComplete', 9, { status: 'UploadSucc', size: 20 })],
      { status: 'UploadSucc', size: 20 },
    ],
    [[done, event('CreateAuditComplete', 6, { blocked: true })], { status: 'Blocked' }],
    [
      [done, event('CreateAuditComplete', 6, { blocked: true }), event('CreateAuditComplete', 7, { blocked: false })],
      { status: 'Normal' },
    ],
    [[done, event('AIMediaAuditComplete', 6, { moderation: 'review' })], { status: 'Normal', moderation: 'review' }],
    // Deleted is for ever, whatever comes late.
    [[event('DeleteMediaComplete', 2, { status: 'Deleted' }), stream, done], { status: 'Deleted', duration: 3 }],
    [[arrived, event('VideoInfo', 4, { status: 'Normal' })], { status: 'Normal', size: 10 }],
    // That VOD did not know it is taken back by whatever is heard later, but not by what came before.
    [[arrived, lost(4)], { status: 'Deleted', size: 10 }],
    [[lost(1), event('FileUploadComplete', 4, { status: 'UploadSucc', size: 10 })], { status: 'UploadSucc', size: 10 }],
    [[lost(1), event('VideoInfo', 4, { status: 'Normal' })], { status: 'Normal' }],
    [[done, lost(6), event('SnapshotComplete', 7, { coverUrl: 'u' })], { status: 'Normal', coverUrl: 'u' }],
    [[lost(6), event('SnapshotComplete', 7, { coverUrl: 'u' })], { status: 'Uploading', coverUrl: 'u' }],
    [[lost(6), event('SomethingNew', 7, {})], { status: 'Deleted' }],
    [[event('DeleteMediaComplete', 2, { status: 'Deleted' }), lost(3), done], { status: 'Deleted' }],
  ])('the events of row %# give the state beside them', (events, state) => {
    expect(stateAfter(events)).toEqual(state)
  })

  it('does not depend on the order of arrival, on repetition, or on which events have been folded', () => {
    const facts = fc.oneof(
      fc.constantFrom<[string, Facts]>(
        ['FileUploadComplete', { status: 'UploadSucc' }],
        ['StreamTranscodeComplete', { status: 'Transcoding' }],
        ['TranscodeComplete', { status: 'Normal' }],
        ['TranscodeComplete', { status: 'TranscodeFail' }],
        ['CreateAuditComplete', { blocked: true }],
        ['CreateAuditComplete', { blocked: false }],
        ['DeleteMediaComplete', { status: 'Deleted' }],
        ['VideoInfo', { status: 'Checking' }],
        ['VideoInfo', { status: 'Deleted', notFound: true }],
        ['SnapshotComplete', { coverUrl: 'u' }],
        ['SomethingNew', {}],
      ),
      fc.nat(100).map((size): [string, Facts] => ['FileUploadComplete', { status: 'UploadSucc', size }]),
    )
    // Two events of the same type, second and variant are one event: the store keeps the first.
    const events = fc.uniqueArray(fc.tuple(facts, fc.nat(5), fc.constantFrom('', 'LD', 'SD')), {
      selector: ([[type], second, variant]) => `${type} ${second} ${variant}`,
      maxLength: 12,
    })
    fc.assert(
      fc.property(
        events.chain((set) => {
          const all = set.map(([[type, given], second, variant]) => event(type, second, given, variant))
          return fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }))
        }),
        ([all, shuffled]) => {
          expect(stateAfter(shuffled)).toEqual(stateAfter(all))
          // Those before some moment may have been folded.
          for (const time of [1000, 3000, 5000]) {
            const [old, young] = [all.filter((e) => e.time < time), all.filter((e) => e.time >= time)]
            const folded = { time: Math.max(0, ...old.map((e) => e.time)), fold: foldOf(old) }
            expect(stateAfter(young, folded)).toEqual(stateAfter(all))
          }
          // One that is older than what has been folded adds what that lacks.
          const folded = { time: 9000, fold: { status: 'Normal', size: 1 } as const }
          expect(stateAfter([event('SnapshotComplete', 2, { coverUrl: 'u', size: 7 })], folded)).toEqual({
            status: 'Normal',
            size: 1,
            coverUrl: 'u',
          })
        },
      ),
      { numRuns: 1000 },
    )
  })
})
