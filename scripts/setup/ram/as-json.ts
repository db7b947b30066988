import { machineTrustPolicy, roleArn, servicePolicy, trustPolicy, uploaderPolicy } from './documents'
import type { RamPlan } from './plan'

/** All of it as one JSON text, each document as RAM's console takes it. */
export function asJson(plan: RamPlan, accountId: string): string {
  const service = { name: plan.serviceName, policy: servicePolicy(plan, accountId) }
  const trust = machineTrustPolicy(plan)
  return JSON.stringify(
    {
      ...(trust ? { machineRole: { ...service, trustPolicy: trust } } : { user: service }),
      role: {
        name: plan.roleName,
        arn: roleArn(plan, accountId),
        maxSessionDuration: plan.maxSessionSeconds,
        trustPolicy: trustPolicy(plan, accountId),
        policy: uploaderPolicy(plan),
      },
    },
    null,
    2,
  )
}
