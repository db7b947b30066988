import { expect, it } from 'vitest'
import { acs3Headers } from './acs3-signature'

/** The example of Alibaba Cloud's page "V3 request structure and signature". */
const example = (body = '', securityToken?: string) =>
  acs3Headers(
    'ecs.cn-shanghai.aliyuncs.com',
    'RunInstances',
    '2014-05-26',
    body,
    {
      accessKeyId: 'YourAccessKeyId',
      accessKeySecret: 'YourAccessKeySecret',
      ...(securityToken !== undefined && { securityToken }),
    },
    Date.parse('2023-10-26T10:22:32Z'),
    '3156853299f313e23d1673dc12e1703d',
    { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' },
  )

const signatureOf = (headers: Record<string, string>) => /Signature=(\w+)$/.exec(headers.authorization ?? '')?.[1]

it('signs as the vendor documents it', () => {
  const headers = example()
  expect(signatureOf(headers)).toBe('06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0')
  expect(headers.authorization).toContain(
    'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,',
  )
})

it('signs the body and the token too', () => {
  const plain = signatureOf(example())
  expect(signatureOf(example('Title=a'))).not.toBe(plain)
  const withToken = example('', 'token')
  expect(withToken['x-acs-security-token']).toBe('token')
  expect(withToken.authorization).toContain('x-acs-security-token')
  expect(signatureOf(withToken)).not.toBe(plain)
})
