import type { RamPlan, Signer } from './plan'

/** Policy documents of RAM. `account` is an account's id, or what stands for it where a template is written. */

/** The cloud service that gives its machines the keys of a role. */
const MACHINES: Record<Exclude<Signer, 'user'>, string> = { fc: 'fc.aliyuncs.com', ecs: 'ecs.aliyuncs.com' }

export const roleArn = (plan: RamPlan, account: string) => `acs:ram::${account}:role/${plan.roleName}`

const signerArn = (plan: RamPlan, account: string) =>
  `acs:ram::${account}:${plan.signer === 'user' ? 'user' : 'role'}/${plan.serviceName}`

/** Of the RAM user, or of the machine's role: what the service does by itself. */
export function servicePolicy(plan: RamPlan, account: string) {
  return {
    Version: '1',
    Statement: [
      { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [roleArn(plan, account)] },
      // VOD knows no resources in policies: each of its actions is for all videos of the account.
      { Effect: 'Allow', Action: plan.serviceRights, Resource: ['*'] },
    ],
  }
}

/** Of the role of ROLE_ARN. */
export function uploaderPolicy(plan: RamPlan) {
  return { Version: '1', Statement: [{ Effect: 'Allow', Action: plan.tokenRights, Resource: ['*'] }] }
}

/** Who may take on the role of ROLE_ARN: the service alone, and nobody else of the account. */
export function trustPolicy(plan: RamPlan, account: string) {
  return trust({ RAM: [signerArn(plan, account)] })
}

/** Who may take on the machine's role; undefined where a RAM user signs. */
export function machineTrustPolicy({ signer }: RamPlan) {
  return signer === 'user' ? undefined : trust({ Service: [MACHINES[signer]] })
}

function trust(principal: Record<string, string[]>) {
  return { Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }] }
}
