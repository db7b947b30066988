import { demoAccount } from '../account'
import type { Cloud } from '../cloud'
import type { Grant } from '../credentials'
import type { Key } from './sdk-clients'

/** The access key of a user of the demo account. */
export function keyOf(userName: string): Key {
  const user = demoAccount.users.find(({ name }) => name === userName)
  if (!user) throw new Error(`The demo account has no user ${userName}.`)
  return { accessKeyId: user.accessKeyId, accessKeySecret: user.accessKeySecret }
}

/** What AssumeRole would issue for an hour, without the call. */
export function sessionKey(cloud: Cloud, { role = 'vod-uploader', session = 'oUser', policy = '' } = {}) {
  const found = cloud.account.roles.find(({ name }) => name === role)
  if (!found) throw new Error(`The demo account has no role ${role}.`)
  const grant: Grant = { kind: 'session', role: found, session, ...(policy && { sessionPolicy: policy }) }
  return cloud.credentials.issue(grant, cloud.now() + 3_600_000)
}

export function roleArn(name: string): string {
  return `acs:ram::${demoAccount.accountId}:role/${name}`
}
