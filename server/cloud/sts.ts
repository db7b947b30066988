import * as v from 'valibot'
import { Problem } from '../problem'
import { type AccessKeySource, sdkCredential } from './access-key'
import { commonJs, defaultExport, lazy } from './lazy'
import { type ExtraAction, sessionPolicy } from './session-policy'
import { stsProblem } from './sts-problem'

export interface StsCredentials {
  accessKeyId: string
  accessKeySecret: string
  securityToken: string
  /** ISO 8601 UTC. */
  expiration: string
}

export interface IssuedCredentials extends StsCredentials {
  /** Of the call that has issued them, as ActionTrail has it. */
  requestId: string | undefined
}

export interface Sts {
  /**
   * Credentials that act as this user: RoleSessionName is the openid, so ActionTrail names who did what.
   * @throws {Problem} role_*, access_key_*, or sts_*
   */
  assumeRole(openid: string): Promise<IssuedCredentials>
}

export interface StsOptions {
  endpoint: string
  accessKey: AccessKeySource
  roleArn: string
  /** What the credentials may do besides CreateUploadVideo. */
  extraActions: readonly ExtraAction[]
  /** Seconds, 900–3,600. */
  durationSeconds: number
  timeoutMs: number
  /** Milliseconds since 1970. */
  now(): number
}

/**
 * By how much a token may seem to end too early, milliseconds: the clocks of STS and of this machine differ, and STS counts
 * from when it began to answer. Machines that keep their time differ by less than a second; those whose time is off by 15
 * minutes STS refuses itself.
 */
const CLOCK_TOLERANCE_MS = 120_000

/**
 * AssumeRole through @alicloud/sts20150401. The SDK is half of the Worker's start-up time, so it is loaded by the first
 * call.
 */
export function stsClient(options: StsOptions): Sts {
  const sdk = lazy(() => load(options))
  const policy = sessionPolicy(options.extraActions)

  return {
    async assumeRole(openid) {
      const { client, AssumeRoleRequest, RuntimeOptions } = await sdk()
      const request = new AssumeRoleRequest({
        roleArn: options.roleArn,
        roleSessionName: openid,
        durationSeconds: options.durationSeconds,
        policy,
      })
      // httpx adds the two into one deadline, body included; without it (Node) connectTimeout is that deadline.
      const runtime = new RuntimeOptions({ connectTimeout: options.timeoutMs - 1, readTimeout: 1, autoretry: false })
      const askedAt = options.now()
      let answer: Awaited<ReturnType<typeof client.assumeRoleWithOptions>>
      try {
        answer = await client.assumeRoleWithOptions(request, runtime)
      } catch (error) {
        throw error instanceof Problem ? error : stsProblem(error)
      }
      const credentials = readCredentials(answer.body)
      const livesMs = Date.parse(credentials.expiration) - askedAt
      // A phone would begin an upload with it, and VOD would refuse it in the middle, or at once.
      if (livesMs < options.durationSeconds * 1000 - CLOCK_TOLERANCE_MS) {
        throw malformed(
          `STS gave a token for ${Math.round(livesMs / 1000)} s instead of ${options.durationSeconds} s, or the clock of this service's machine is wrong`,
        )
      }
      return credentials
    },
  }
}

const nonEmpty = v.pipe(v.string(), v.minLength(1))

const answerSchema = v.object({
  requestId: v.optional(v.pipe(v.string(), v.maxLength(128))),
  credentials: v.object({
    accessKeyId: nonEmpty,
    accessKeySecret: nonEmpty,
    securityToken: nonEmpty,
    expiration: v.pipe(
      v.string(),
      v.check((time) => !Number.isNaN(Date.parse(time))),
    ),
  }),
})

/** The SDK takes an answer of any shape for a success, so it is checked here. */
function readCredentials(body: unknown): IssuedCredentials {
  const answer = v.safeParse(answerSchema, body)
  if (!answer.success) throw malformed('STS answered without complete credentials')
  const { credentials, requestId } = answer.output
  return { ...credentials, requestId }
}

function malformed(hint: string): Problem {
  return new Problem('sts_malformed', 'Try again in a moment.', { hint, retryAfter: 1 })
}

async function load(options: StsOptions) {
  const [sts, core, dara] = await Promise.all([
    import('@alicloud/sts20150401').then(commonJs),
    import('@alicloud/openapi-core').then(commonJs),
    import('@darabonba/typescript').then(commonJs),
  ])
  const { protocol, host } = new URL(options.endpoint)
  const Client = defaultExport(sts)
  const client = new Client(
    new core.$OpenApiUtil.Config({
      credential: sdkCredential(options.accessKey),
      endpoint: host,
      protocol: protocol.slice(0, -1),
    }),
  )
  return { client, AssumeRoleRequest: sts.AssumeRoleRequest, RuntimeOptions: dara.RuntimeOptions }
}
