import { stringify } from 'yaml'
import { machineTrustPolicy, servicePolicy, trustPolicy, uploaderPolicy } from './documents'
import type { RamPlan } from './plan'

/** ROS puts in the id of the account that the stack is made in. */
const ACCOUNT = `\${ALIYUN::TenantId}`

/**
 * A template of Resource Orchestration Service (资源编排). It makes no access key: a stack shows the outputs that it has to
 * everybody who may look at it. Sources: ROS documentation, ALIYUN::RAM::User, ::Role, ::ManagedPolicy, "Pseudo parameters".
 */
export function asRos(plan: RamPlan): string {
  const machineTrust = machineTrustPolicy(plan)
  const user = { Type: 'ALIYUN::RAM::User', Properties: { UserName: plan.serviceName } }
  const machineRole = role(plan.serviceName, 'Signs the calls of the token service', machineTrust, 3600)
  const signer = machineTrust ? 'MachineRole' : 'ServiceUser'
  return stringify(
    {
      ROSTemplateFormatVersion: '2015-09-01',
      Description: 'RAM for wevod: who signs the calls of the token service, and the role whose rights users get',
      Resources: {
        [signer]: machineTrust ? machineRole : user,
        UploaderRole: {
          ...role(
            plan.roleName,
            'Its rights, narrowed once more, are those of a user for one upload',
            trustPolicy(plan, ACCOUNT),
            plan.maxSessionSeconds,
          ),
          // RAM refuses to trust whom it does not know.
          DependsOn: [signer],
        },
        ServicePolicy: {
          ...policy(plan.serviceName, servicePolicy(plan, ACCOUNT), {
            [machineTrust ? 'Roles' : 'Users']: [plan.serviceName],
          }),
          DependsOn: [signer],
        },
        UploaderPolicy: {
          ...policy(plan.roleName, uploaderPolicy(plan), { Roles: [plan.roleName] }),
          DependsOn: ['UploaderRole'],
        },
      },
      Outputs: {
        RoleArn: { Description: 'ROLE_ARN of the token service', Value: { 'Fn::GetAtt': ['UploaderRole', 'Arn'] } },
      },
    },
    // 1.1, since it quotes what older readers take for a date.
    { lineWidth: 0, version: '1.1' },
  )
}

function role(RoleName: string, Description: string, trust: object | undefined, MaxSessionDuration: number) {
  const Properties = { RoleName, Description, AssumeRolePolicyDocument: withAccount(trust), MaxSessionDuration }
  return { Type: 'ALIYUN::RAM::Role', Properties }
}

function policy(PolicyName: string, document: object, attachedTo: object) {
  const Properties = { PolicyName, PolicyDocument: withAccount(document), ...attachedTo }
  return { Type: 'ALIYUN::RAM::ManagedPolicy', Properties }
}

/** Every text that names the account, as ROS puts it together. */
function withAccount(value: unknown): unknown {
  if (typeof value === 'string') return value.includes(ACCOUNT) ? { 'Fn::Sub': value } : value
  if (Array.isArray(value)) return value.map(withAccount)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withAccount(one)]))
}
