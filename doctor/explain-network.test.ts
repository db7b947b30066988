import { expect, test } from 'vitest'
import { explainNetwork } from './explain-network'
import { NetworkError } from './network/network-error'
import { LANGUAGES } from './texts/languages'

test.each([
  ['ENOTFOUND', /cannot be looked up/],
  ['EAI_AGAIN', /cannot be looked up/],
  ['ECONNREFUSED', /refuses the connection/],
  ['ETIMEDOUT', /does not answer in time/],
  ['TIMEOUT', /does not answer in time/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /something in between breaks TLS open/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /something in between breaks TLS open/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/],
  ['ECONNRESET', /broke before an answer came/],
  ['SOMETHING_NEW', /broke before an answer came \(SOMETHING_NEW\)/],
])('%s of a cloud is told by its cause', (code, cause) => {
  const told = explainNetwork(new NetworkError(code, 'sts.cn-shanghai.aliyuncs.com'), LANGUAGES.en)
  expect(told.cause).toMatch(cause)
  expect(told.cause).toContain('sts.cn-shanghai.aliyuncs.com')
  expect(told.code).toBe(code)
})
