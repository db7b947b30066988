import { describe, expect, it } from 'vitest'
import { cloudClock } from '../cloud/clock'
import { requestSlots } from '../run/request-slots'
import { createRun } from '../run/run'
import { ossClient } from './oss-client'

const ticket = {
  videoId: 'v',
  address: { endpoint: 'https://oss-cn-shanghai.aliyuncs.com', bucket: 'outin-1', key: 'k.mp4' },
  auth: { accessKeyId: 'k', accessKeySecret: 's', securityToken: 't', region: 'cn-shanghai', expiresAt: 1 },
}

/** A place whose key is renewed while a request waits. */
const placeOf = (latest: () => typeof ticket) => ({
  get ticket() {
    return latest()
  },
  withGoodKey: () => Promise.resolve(ticket),
  expired: () => undefined,
})

/** A client whose bucket answers with these bodies, one after another, and then with the last again. */
function clientOf(...bodies: string[]) {
  const urls: string[] = []
  const http = {
    send: ({ url }: { url: string }) => {
      const text = bodies[Math.min(urls.length, bodies.length - 1)] ?? ''
      urls.push(url)
      return { response: Promise.resolve({ status: 200, headers: {}, text }), abort: () => undefined }
    },
  }
  const run = createRun({ http, now: Date.now, setTimer: () => () => undefined }, requestSlots(1))
  const clock = cloudClock(() => 1_767_323_045_000)
  const oss = ossClient(
    placeOf(() => ticket),
    clock,
    run,
  )
  return { oss, urls }
}

const page = (next: number | string, ...numbers: number[]) =>
  `<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>${next}</NextPartNumberMarker>${numbers
    .map((n) => `<Part><PartNumber>${n}</PartNumber><ETag>"${n}"</ETag><Size>9</Size></Part>`)
    .join('')}</ListPartsResult>`
const lastPage = '<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>'

describe("OSS's list of parts", () => {
  it('is read page by page', async () => {
    const { oss, urls } = clientOf(page(1, 1), page(7, 5, 7), lastPage)
    expect([...(await oss.listParts('u')).keys()]).toEqual([1, 5, 7])
    expect(urls.map((url) => /part-number-marker=(\d+)/.exec(url)?.[1])).toEqual(['0', '1', '7'])
  })

  it.each([
    ['goes round in circles', [page(1, 1), page(2, 2), page(1, 1), page(2, 2)]],
    ['stays where it is', [page(1, 1), page(1, 1)]],
    ['has no place to go on from', [page('', 1)]],
    ['goes on from no number', [page('x', 1)]],
  ])('that %s is refused, and not asked for without end', async (_, pages) => {
    const { oss, urls } = clientOf(...pages)
    await expect(oss.listParts('u')).rejects.toMatchObject({ code: 'oss_malformed' })
    expect(urls.length).toBeLessThanOrEqual(3)
  })
})

it('a request to OSS that waits for its slot is signed when the slot is there, with the newest key', async () => {
  const slots = requestSlots(1)
  const sent: Readonly<Record<string, string>>[] = []
  const http = {
    send: ({ headers }: { headers: Readonly<Record<string, string>> }) => {
      sent.push(headers)
      const response = Promise.resolve({ status: 200, headers: {}, text: '<UploadId>u</UploadId>' })
      return { response, abort: () => undefined }
    },
  }
  let now = Date.UTC(2026, 0, 2, 3, 4, 5)
  let latest = ticket
  const run = createRun({ http, now: Date.now, setTimer: () => () => undefined }, slots)
  const oss = ossClient(
    placeOf(() => latest),
    cloudClock(() => now),
    run,
  )
  slots.take(() => undefined)
  const initiated = oss.initiate('video/mp4')
  await Promise.resolve()
  expect(sent).toEqual([])
  now += 20 * 60_000
  latest = { ...ticket, auth: { ...ticket.auth, securityToken: 'renewed' } }
  slots.release()
  expect(await initiated).toBe('u')
  expect(sent[0]).toMatchObject({ 'x-oss-date': '20260102T032405Z', 'x-oss-security-token': 'renewed' })
})
