import { describe, expect, it } from 'vitest'
import { encodeQuery, percentEncode } from './percent-encode'

describe('percentEncode', () => {
  it.each([
    ['AZaz09-_.~', 'AZaz09-_.~'],
    [' ', '%20'],
    ["!'()*", '%21%27%28%29%2A'],
    ['+/=&?#', '%2B%2F%3D%26%3F%23'],
    ['测试', '%E6%B5%8B%E8%AF%95'],
    ['🎬', '%F0%9F%8E%AC'],
    ['\n', '%0A'],
  ])('encodes %j as RFC 3986 has it', (text, encoded) => {
    expect(percentEncode(text)).toBe(encoded)
  })
})

describe('encodeQuery', () => {
  it('sorts by encoded name and leaves out the sign of empty values', () => {
    expect(encodeQuery({ uploadId: 'A/B', partNumber: '1', uploads: '', '+a': 'x y' })).toBe(
      '%2Ba=x%20y&partNumber=1&uploadId=A%2FB&uploads',
    )
  })
})
