import { describe, expect, it } from 'vitest'
import type { CloudVideo, VideosPage } from '../service/videos'
import { CloudList } from './cloud-list'

/** `c5` was made at 5. */
const video = (id: string, status = 'Normal'): CloudVideo => ({
  ...{ videoId: id, title: id, description: '', tags: [], categoryId: '', size: 1, status, reason: '' },
  ...{ coverUrl: '', duration: 0, createdAt: Number(id.slice(1)) },
})
const page = (ids: string, nextCursor?: string): VideosPage => ({
  videos: ids
    .split(' ')
    .filter(Boolean)
    .map((id) => video(id)),
  nextCursor,
})
const ids = (list: CloudList) => list.videos.map(({ videoId }) => videoId).join(' ')

describe('CloudList', () => {
  it('grows page by page', () => {
    const list = new CloudList()
    list.takeFirst(page('c9 c8', 'x'), 1, true)
    list.takeNext(page('c7 c6', 'y'))
    list.takeNext(page('c5'))
    expect([ids(list), list.cursor, list.told, list.asOf]).toEqual(['c9 c8 c7 c6 c5', undefined, 5, 1])
  })

  it('takes out what is no longer on a page, and leaves what stands on the next', () => {
    const list = new CloudList()
    list.takeFirst(page('c9 c8 c7', 'x'), 1, true)
    list.takeNext(page('c6 c5 c4'))
    list.takeFirst(page('c9 c7 c6', 'x'), 2, true)
    expect([ids(list), list.told]).toEqual(['c9 c7 c6 c5 c4', 3])
    list.takeNext(page('c4'))
    expect(ids(list)).toBe('c9 c7 c6 c4')
  })

  it('keeps its place in the pages when only the first is looked at again', () => {
    const list = new CloudList()
    list.takeFirst(page('c9 c8', 'x'), 1, true)
    list.takeNext(page('c7 c6', 'y'))
    list.takeFirst(page('d10 c9', 'z'), 2, false)
    expect([ids(list), list.cursor, list.told]).toEqual(['d10 c9 c8 c7 c6', 'y', 5])
    list.takeNext(page('c5 c4'))
    expect(ids(list)).toBe('d10 c9 c8 c7 c6 c5 c4')
  })

  it('is empty when the service has nothing', () => {
    const list = CloudList.from({ asOf: 1, videos: [video('c1')] })
    list.takeFirst(page(''), 2, true)
    expect([ids(list), list.cursor]).toEqual(['', undefined])
  })

  it('does not ask for ever for a page with nothing on it', () => {
    const list = new CloudList()
    list.takeFirst(page('c9', 'x'), 1, true)
    list.takeNext({ videos: [], nextCursor: 'x' })
    expect(list.cursor).toBeUndefined()
  })

  it('outlives the app, two hundred of it at most, and is then no more than what was seen last', () => {
    const list = new CloudList()
    list.takeFirst({ videos: Array.from({ length: 300 }, (_, i) => video(`c${300 - i}`)), nextCursor: 'x' }, 7, true)
    const kept = CloudList.from(JSON.parse(JSON.stringify(list.toKeep())))
    expect([kept.videos.length, kept.asOf, kept.told, kept.cursor]).toEqual([200, 7, 0, undefined])
    expect(kept.videos[0]).toEqual(video('c300'))
  })

  it.each([undefined, 7, 'x', { videos: 'x' }, { videos: [null, {}], asOf: 'x' }])('reads %j as nothing', (kept) => {
    const list = CloudList.from(kept)
    expect([list.videos, list.asOf]).toEqual([[], 0])
  })

  it('takes and loses single ones', () => {
    const list = new CloudList()
    list.takeFirst(page('c9 c8', 'x'), 1, true)
    list.take(video('c8', 'Blocked'))
    list.take(video('c1', 'Blocked'))
    list.remove('c9')
    list.remove('c9')
    expect([list.videos, list.told]).toEqual([[video('c8', 'Blocked')], 1])
  })
})
