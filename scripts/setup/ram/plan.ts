import { type RightsSettings, vodRights } from '../../../server/cloud/rights'
import { sessionPolicy } from '../../../server/cloud/session-policy'
import type { Settings } from '../../../server/settings/settings'

/**
 * Who signs the service's own calls: a RAM user, whose access key stands in the settings, or the role of the machine that
 * it runs on, which has none.
 */
export const SIGNERS = ['user', 'fc', 'ecs'] as const
export type Signer = (typeof SIGNERS)[number]

/** What RAM has to have for the service: all names and rights, in none of the ways to write them down yet. */
export interface RamPlan {
  signer: Signer
  /** Name of the RAM user or of the machine's role, and of the policy that it gets. */
  serviceName: string
  /** Name of the role of ROLE_ARN, whose rights users get for an upload, and of its policy. */
  roleName: string
  /** Rights of the service at VOD, `vod:…`. */
  serviceRights: string[]
  /** Rights of the role, and so of the token that a phone gets at most. */
  tokenRights: string[]
  /** Longest life of a token of the role, seconds; RAM takes 3,600 to 43,200. */
  maxSessionSeconds: number
}

export const DEFAULT_ROLE_NAME = 'wevod-uploader'
const DEFAULT_SERVICE_NAME = 'wevod-service'

/** RAM knows no shorter one. */
const SHORTEST_MAX_SESSION_S = 3600

export function ramPlan(
  names: Partial<Pick<RamPlan, 'signer' | 'serviceName' | 'roleName'>>,
  settings: RightsSettings & Pick<Settings, 'credentialSeconds'> & { sts: Pick<Settings['sts'], 'extraActions'> },
): RamPlan {
  const { signer = 'user', serviceName = DEFAULT_SERVICE_NAME, roleName = DEFAULT_ROLE_NAME } = names
  const { Statement } = JSON.parse(sessionPolicy(settings.sts.extraActions)) as { Statement: { Action: string[] }[] }
  return {
    signer,
    serviceName,
    roleName,
    serviceRights: vodRights(settings),
    tokenRights: Statement.flatMap(({ Action }) => Action),
    maxSessionSeconds: Math.max(SHORTEST_MAX_SESSION_S, settings.credentialSeconds),
  }
}
