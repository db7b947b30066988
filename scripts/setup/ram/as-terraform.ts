import { machineTrustPolicy, servicePolicy, trustPolicy, uploaderPolicy } from './documents'
import type { RamPlan } from './plan'

const ACCOUNT = `\${data.alicloud_account.current.id}`

/**
 * Terraform's language for the provider aliyun/alicloud. It makes no access key, which would stand in Terraform's state.
 * Sources: the provider's documentation, alicloud_ram_user, _role (role_name since 1.252.0), _policy, …_policy_attachment.
 */
export function asTerraform(plan: RamPlan): string {
  const machineTrust = machineTrustPolicy(plan)
  const service = machineTrust
    ? role('service', plan.serviceName, 'Signs the calls of the token service', machineTrust, 3600)
    : `resource "alicloud_ram_user" "service" {
  name     = ${text(plan.serviceName)}
  comments = "Signs the calls of the token service"
}`
  const signer = machineTrust ? 'role' : 'user'
  return `terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.252.0"
    }
  }
}

data "alicloud_account" "current" {}

${service}

${role(
  'uploader',
  plan.roleName,
  'Its rights, narrowed once more, are those of a user for one upload',
  trustPolicy(plan, ACCOUNT),
  plan.maxSessionSeconds,
  `alicloud_ram_${signer}.service`,
)}

${policy('service', plan.serviceName, servicePolicy(plan, ACCOUNT))}

${policy('uploader', plan.roleName, uploaderPolicy(plan))}

${attachment('service', signer)}

${attachment('uploader', 'role')}

output "role_arn" {
  description = "ROLE_ARN of the token service"
  value       = alicloud_ram_role.uploader.arn
}
`
}

function role(label: string, name: string, description: string, trust: object, maxSessionS: number, after?: string) {
  return `resource "alicloud_ram_role" ${text(label)} {
  role_name                   = ${text(name)}
  description                 = ${text(description)}
  max_session_duration        = ${maxSessionS}
  assume_role_policy_document = ${document(trust)}${after ? `\n  depends_on                  = [${after}]` : ''}
}`
}

function policy(label: string, name: string, policyDocument: object) {
  return `resource "alicloud_ram_policy" ${text(label)} {
  policy_name     = ${text(name)}
  policy_document = ${document(policyDocument)}
}`
}

function attachment(label: string, to: 'user' | 'role') {
  return `resource "alicloud_ram_${to}_policy_attachment" ${text(label)} {
  policy_name = alicloud_ram_policy.${label}.policy_name
  policy_type = alicloud_ram_policy.${label}.type
  ${to}_name   = alicloud_ram_${to}.${label}.${to === 'role' ? 'role_name' : 'name'}
}`
}

/** Terraform takes JSON's objects and texts for its own, with `${…}` in them. */
function document(value: object): string {
  return `jsonencode(${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')})`
}

const text = (value: string) => JSON.stringify(value)
