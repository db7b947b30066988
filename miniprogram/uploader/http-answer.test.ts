import { expect, it } from 'vitest'
import { refusalDetails } from './http-answer'

const detailsOf = (headers: Record<string, string>) => refusalDetails({ status: 503, headers, text: '' })

it.each([
  ['seconds', { 'retry-after': '7' }, 7],
  [
    "a date, by the server's clock",
    { 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT', date: 'Fri, 02 Jan 2026 03:04:05 GMT' },
    30,
  ],
  ['a date that is past', { 'retry-after': 'Fri, 02 Jan 2026 03:04:00 GMT', date: 'Fri, 02 Jan 2026 03:04:05 GMT' }, 0],
])('reads Retry-After as %s', (_, headers, retryAfterS) => {
  expect(detailsOf(headers)).toEqual({ status: 503, retryAfterS })
})

it.each([[{}], [{ 'retry-after': 'soon' }], [{ 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT' }]])(
  'finds none in %o',
  (headers) => {
    expect(detailsOf(headers)).toEqual({ status: 503 })
  },
)
