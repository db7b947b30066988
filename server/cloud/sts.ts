import * as v from 'valibot'
import { Problem } from '../problem'
import { defaultExport, lazy } from './lazy'
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
   * @throws {Problem} role_*, access_key_rejected, or sts_*
   */
  assumeRole(openid: string): Promise<IssuedCredentials>
}

export interface StsOptions {
  endpoint: string
  accessKeyId: string
  accessKeySecret: string
  roleArn: string
  /** What the credentials may do besides CreateUploadVideo. */
  extraActions: readonly ExtraAction[]
  /** Seconds, 900–3,600. */
  durationSeconds: number
  timeoutMs: number
}

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
      let answer: Awaited<ReturnType<typeof client.assumeRoleWithOptions>>
      try {
        answer = await client.assumeRoleWithOptions(request, runtime)
      } catch (error) {
        throw stsProblem(error)
      }
      return readCredentials(answer.body)
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
  if (!answer.success) {
    const hint = 'STS answered without complete credentials'
    throw new Problem('sts_malformed', 'Try again in a moment.', { hint, retryAfter: 1 })
  }
  const { credentials, requestId } = answer.output
  return { ...credentials, requestId }
}

async function load(options: StsOptions) {
  const [sts, core, dara] = await Promise.all([
    import('@alicloud/sts20150401'),
    import('@alicloud/openapi-core'),
    import('@darabonba/typescript'),
  ])
  const { protocol, host } = new URL(options.endpoint)
  const Client = defaultExport(sts)
  const client = new Client(
    new core.$OpenApiUtil.Config({
      accessKeyId: options.accessKeyId,
      accessKeySecret: options.accessKeySecret,
      endpoint: host,
      protocol: protocol.slice(0, -1),
    }),
  )
  return { client, AssumeRoleRequest: sts.AssumeRoleRequest, RuntimeOptions: dara.RuntimeOptions }
}
