import * as v from 'valibot'
import { Problem } from '../problem'
import { type AccessKeySource, sdkCredential } from './access-key'
import { commonJs, defaultExport, lazy } from './lazy'
import type { VodAction } from './rights'
import { vodProblem } from './vod-problem'

export interface VodOptions {
  endpoint: string
  accessKey: AccessKeySource
  timeoutMs: number
}

/** Calls an action of VOD and reads from its answer what the schema names. */
export type VodCall = <S extends v.GenericSchema>(
  action: VodAction,
  parameters: Readonly<Record<string, string>>,
  answer: S,
) => Promise<v.InferOutput<S>>

const VERSION = '2017-03-21'

/**
 * Calls through @alicloud/openapi-client, signed with V3 by the service's own key. The SDK is loaded by the first call.
 * Rejects with a Problem: what the action refuses, access_key_*, or vod_*.
 */
export function vodCaller(options: VodOptions): VodCall {
  const sdk = lazy(() => load(options))
  return async (action, parameters, answer) => {
    const { client, Params, OpenApiRequest, runtime } = await sdk()
    const params = new Params({
      action,
      version: VERSION,
      protocol: new URL(options.endpoint).protocol.slice(0, -1).toUpperCase(),
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    })
    let body: unknown
    try {
      // In the form, not in the query: URLs get into logs of proxies.
      body = (await client.callApi(params, new OpenApiRequest({ body: parameters }), runtime)).body
    } catch (error) {
      throw error instanceof Problem ? error : vodProblem(error)
    }
    const result = v.safeParse(answer, body)
    if (result.success) return result.output
    throw new Problem('vod_malformed', 'Try again in a moment.', {
      hint: `VOD answered ${action} without a valid ${v.getDotPath(result.issues[0]) ?? 'body'}`,
      retryAfter: 1,
    })
  }
}

async function load({ endpoint, accessKey, timeoutMs }: VodOptions) {
  const [openApi, dara] = await Promise.all([
    import('@alicloud/openapi-client').then(commonJs),
    import('@darabonba/typescript').then(commonJs),
  ])
  const { protocol, host } = new URL(endpoint)
  const Client = defaultExport(openApi)
  const config = new openApi.Config({
    credential: sdkCredential(accessKey),
    endpoint: host,
    protocol: protocol.slice(0, -1),
  })
  return {
    client: new Client(config),
    Params: openApi.Params,
    OpenApiRequest: openApi.OpenApiRequest,
    // httpx adds the two into one deadline, body included.
    runtime: new dara.RuntimeOptions({ connectTimeout: timeoutMs - 1, readTimeout: 1, autoretry: false }),
  }
}
