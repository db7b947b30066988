import * as v from 'valibot'
import { environmentSchema } from '../../server/settings/schema'
import { UsageError } from '../terminal/flags'
import type { SetupArguments, WayToPrint } from './arguments'
import { mistakeIn, tidy } from './check-value'
import { asJson } from './ram/as-json'
import { asRos } from './ram/as-ros'
import { asTerraform } from './ram/as-terraform'
import { ramPlan } from './ram/plan'

/**
 * What RAM has to have for the service with these settings.
 * @param settings what is set already; all of it may be missing
 * @throws {UsageError} for JSON without an account id, and for settings or names that are wrong
 */
export function printRam(
  way: WayToPrint,
  names: SetupArguments['ram'],
  settings: Readonly<Record<string, string>>,
): string {
  const arn = settings.ROLE_ARN === undefined ? undefined : tidy('ROLE_ARN', settings.ROLE_ARN)
  const mistake = arn === undefined ? undefined : mistakeIn('ROLE_ARN', arn)
  if (mistake) throw new UsageError(`--role-arn ${mistake}`)
  const [, accountId, ownRole] = /^acs:ram::(\d+):role\/(.+)$/i.exec(arn ?? '') ?? []
  const { COVERS, DELETE_AT_VOD, ENFORCE_AT_VOD, CREDENTIAL_SECONDS, TOKEN_EXTRA_ACTIONS } = environmentSchema.entries
  const needed = v.object({ COVERS, DELETE_AT_VOD, ENFORCE_AT_VOD, CREDENTIAL_SECONDS, TOKEN_EXTRA_ACTIONS })
  const { success, output, issues } = v.safeParse(needed, settings)
  if (!success) throw new UsageError(`${v.getDotPath(issues[0])} ${issues[0].message}`)
  const { signer, serviceName, roleName = ownRole } = names
  for (const name of [serviceName, roleName]) {
    if (name !== undefined && !/^[A-Za-z0-9.-]{1,64}$/.test(name)) {
      throw new UsageError('RAM takes letters, digits, . and - in names, 64 at most.')
    }
  }
  const plan = ramPlan(
    { ...(signer && { signer }), ...(serviceName && { serviceName }), ...(roleName && { roleName }) },
    {
      covers: output.COVERS,
      deleteAtVod: output.DELETE_AT_VOD,
      enforceAtVod: output.ENFORCE_AT_VOD,
      credentialSeconds: output.CREDENTIAL_SECONDS,
      sts: { extraActions: output.TOKEN_EXTRA_ACTIONS },
    },
  )
  if (way === 'ros') return asRos(plan)
  if (way === 'terraform') return asTerraform(plan)
  if (accountId === undefined) {
    throw new UsageError(
      '--print ram needs the account: --role-arn <account id>. (ROS and Terraform find it themselves.)',
    )
  }
  return asJson(plan, accountId)
}
