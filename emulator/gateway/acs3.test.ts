import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { acs3CanonicalRequest, acs3Signature, acs3StringToSign } from './acs3'

/** The worked example of the page on signature V3 (document_detail/2593177). */
const documented = {
  method: 'POST',
  path: '/',
  query: [
    ['RegionId', 'cn-shanghai'],
    ['ImageId', 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'],
  ] as [string, string][],
  headers: [
    ['host', 'ecs.cn-shanghai.aliyuncs.com'],
    ['x-acs-action', 'RunInstances'],
    ['x-acs-content-sha256', createHash('sha256').digest('hex')],
    ['x-acs-date', '2023-10-26T10:22:32Z'],
    ['x-acs-signature-nonce', '3156853299f313e23d1673dc12e1703d'],
    ['x-acs-version', '2014-05-26'],
  ] as [string, string][],
  bodyHash: createHash('sha256').digest('hex'),
}

test('the ACS3 signature of the documented example is right', () => {
  const stringToSign = acs3StringToSign(acs3CanonicalRequest(documented))
  expect(stringToSign).toBe('ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259')
  expect(acs3Signature('YourAccessKeySecret', stringToSign)).toBe(
    '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

test('the ACS3 signature changes with every part of the request', () => {
  const variants = [
    documented,
    { ...documented, method: 'GET' },
    { ...documented, path: '/x' },
    { ...documented, query: documented.query.slice(1) },
    { ...documented, headers: documented.headers.slice(1) },
    { ...documented, bodyHash: createHash('sha256').update('x').digest('hex') },
  ]
  expect(new Set(variants.map((variant) => acs3StringToSign(acs3CanonicalRequest(variant)))).size).toBe(variants.length)
})
