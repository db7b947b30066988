import { CloudError } from '../errors'
import type { Parameters } from '../gateway/parameters'

/** Seconds. */
const DURATION = { least: 900, byDefault: 3600 }

export interface AssumeRoleRequest {
  roleArn: string
  accountId: string
  roleName: string
  session: string
  durationSeconds: number
  policy: string | undefined
  sourceIdentity: string | undefined
}

/**
 * Reads the parameters of AssumeRole (api-sts-2015-04-01-assumerole). What depends on the role is left to the caller.
 * @throws {CloudError} 400 MissingRoleArn, MissingRoleSessionName, InvalidParameter.*
 */
export function readAssumeRole(parameters: Parameters): AssumeRoleRequest {
  const roleArn = parameters.require('RoleArn')
  const session = parameters.require('RoleSessionName')
  const [, accountId, roleName] = /^acs:ram::(\d+):role\/([\w.-]{1,64})$/.exec(roleArn) ?? []
  if (!accountId || !roleName) throw wronglyFormed('RoleArn')
  if (!/^[\w.@-]{2,64}$/.test(session)) throw wronglyFormed('RoleSessionName')

  const duration = parameters.get('DurationSeconds') ?? String(DURATION.byDefault)
  if (!/^\d{1,9}$/.test(duration) || Number(duration) < DURATION.least) throw durationOutOfRange(DURATION.byDefault)

  const externalId = parameters.get('ExternalId')
  if (externalId !== undefined && !/^[\w=,.@:/+-]{2,1224}$/.test(externalId)) throw wronglyFormed('ExternalId')

  const sourceIdentity = parameters.get('SourceIdentity')
  if (sourceIdentity !== undefined && !/^[\w=,.@+-]{2,64}$/.test(sourceIdentity)) throw wronglyFormed('SourceIdentity')

  return {
    roleArn,
    accountId,
    roleName,
    session,
    durationSeconds: Number(duration),
    policy: parameters.get('Policy'),
    sourceIdentity,
  }
}

export function durationOutOfRange(mostSeconds: number): CloudError {
  return new CloudError(
    400,
    'InvalidParameter.DurationSeconds',
    `The Min/Max value of DurationSeconds is ${DURATION.least / 60}min/${mostSeconds / 3600}hr.`,
  )
}

function wronglyFormed(name: string): CloudError {
  return new CloudError(400, `InvalidParameter.${name}`, `The parameter ${name} is wrongly formed.`)
}
