import * as v from 'valibot'
import type { Account } from './account'
import { parsePolicy } from './ram/policy-document'

const policies = v.array(
  v.pipe(
    v.string(),
    v.check((text) => parsePolicy(text) !== undefined, 'is no policy that RAM takes'),
  ),
)

const user = v.partial(
  v.strictObject({
    accessKeyId: v.string(),
    accessKeySecret: v.string(),
    policies,
    disabled: v.boolean(),
    root: v.boolean(),
  }),
)

const role = v.partial(
  v.strictObject({
    /** RAM's console takes 3,600 and more; less is for tests of what is shorter than CREDENTIAL_SECONDS. */
    maxSessionSeconds: v.pipe(v.number(), v.integer(), v.minValue(900), v.maxValue(43_200)),
    trustPolicy: v.pipe(
      v.string(),
      v.check((text) => parsesAsJson(text), 'is not JSON'),
    ),
    policies,
  }),
)

const miniProgram = v.partial(v.strictObject({ appSecret: v.string() }))

/** By name: fields that change, or null for what is not there any more. */
const byName = <S extends v.GenericSchema>(fields: S) => v.record(v.string(), v.nullable(fields))

/**
 * What `PATCH /_emulator/account` takes: what else an operator may have set up, or not. Users and roles go by their names,
 * mini programs by their AppIDs; what is left out stays, and `POST /_emulator/reset` brings the demo account back.
 *
 * @example
 * // The role trusts another account, and the RAM user has no rights.
 * { roles: { 'vod-uploader': { trustPolicy: '{"Version":"1","Statement":[…]}' } }, users: { 'token-service': { policies: [] } } }
 */
export const accountChangesSchema = v.partial(
  v.strictObject({
    region: v.string(),
    bucket: v.string(),
    users: byName(user),
    roles: byName(role),
    miniPrograms: byName(miniProgram),
  }),
)

export type AccountChanges = v.InferOutput<typeof accountChangesSchema>

/** A changed copy: the account itself is shared by all that runs in the process. */
export function changeAccount(account: Account, changes: AccountChanges): Account {
  const { users = {}, roles = {}, miniPrograms = {}, region, bucket } = changes
  return {
    ...account,
    ...(region !== undefined && { region }),
    ...(bucket !== undefined && { bucket }),
    users: changed(account.users, ({ name }) => users[name]),
    roles: changed(account.roles, ({ name }) => roles[name]),
    miniPrograms: changed(account.miniPrograms, ({ appId }) => miniPrograms[appId]),
  }
}

function changed<T extends object>(all: T[], changeOf: (one: T) => object | null | undefined): T[] {
  return all.flatMap((one) => {
    const change = changeOf(one)
    return change === null ? [] : [{ ...one, ...change }]
  })
}

function parsesAsJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
