import type * as Core from '@alicloud/openapi-core'
import type * as StsSdk from '@alicloud/sts20150401'
import { inject } from 'vitest'
import { defaultExport } from '../cloud/lazy'

export interface MachineKey {
  accessKeyId: string
  accessKeySecret: string
  securityToken: string
  /** ISO 8601 UTC. */
  expiration: string
}

/** A temporary key of the role of a machine, as the emulator's STS gives it. */
export async function machineKey(): Promise<MachineKey> {
  const [sts, core]: [typeof StsSdk, typeof Core] = await Promise.all([
    import('@alicloud/sts20150401'),
    import('@alicloud/openapi-core'),
  ])
  const Client = defaultExport(sts)
  const client = new Client(
    new core.$OpenApiUtil.Config({
      accessKeyId: 'LTAIdemoOperator',
      accessKeySecret: 'demo-secret-of-the-operator',
      endpoint: new URL(inject('emulatorUrl')).host,
      protocol: 'http',
    }),
  )
  const roleArn = inject('demoSettings').ROLE_ARN?.replace(/[^/]+$/, 'token-machine')
  const request = new sts.AssumeRoleRequest({ roleArn, roleSessionName: 'machine', durationSeconds: 3600 })
  const { credentials } = (await client.assumeRole(request)).body ?? {}
  return { ...credentials } as unknown as MachineKey
}
