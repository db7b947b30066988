import * as openApiModule from '@alicloud/openapi-client'
import * as coreModule from '@alicloud/openapi-core'
import RpcClient from '@alicloud/pop-core'
import * as stsModule from '@alicloud/sts20150401'
import { RuntimeOptions } from '@alicloud/tea-util'
import * as stsOfRpcModule from 'sts20150401-rpc'

/**
 * Clients of Alibaba's own SDKs, for tests: code that nobody here wrote decides whether the gateway speaks as the real
 * one does.
 */
export interface Key {
  accessKeyId: string
  accessKeySecret: string
  securityToken?: string
}

export type Signature = 'RPC' | 'V3'

const OpenApi = defaultExport(openApiModule)
const Sts = defaultExport(stsModule)
const StsOfRpc = defaultExport(stsOfRpcModule)

/** Both generations: 1.1.4 sends RPC, on openapi-client; 1.2.0 sends V3, on openapi-core. */
export function assumeRoleBySdk(emulator: { port: number }, key: Key, signature: Signature, role: RoleRequest) {
  return signature === 'RPC'
    ? new StsOfRpc(new openApiModule.Config(configOf(emulator, key))).assumeRole(
        new stsOfRpcModule.AssumeRoleRequest(role),
      )
    : new Sts(new coreModule.$OpenApiUtil.Config(configOf(emulator, key))).assumeRole(
        new stsModule.AssumeRoleRequest(role),
      )
}

export interface RoleRequest {
  roleArn: string
  roleSessionName: string
  durationSeconds: number
  policy: string
}

export interface VodCall {
  key: Key
  action: string
  parameters: Record<string, string>
  signature?: Signature
  method?: 'GET' | 'POST'
  /** Where a POST carries its parameters. The generated SDKs put them into the query. */
  as?: 'query' | 'form'
}

/** Calls VOD through openapi-client, which the generated SDK of VOD wraps. Answers the JSON body. */
export async function callVod(emulator: { port: number }, call: VodCall): Promise<Record<string, unknown>> {
  const { key, action, parameters, signature = 'V3', method = 'POST', as = 'query' } = call
  const client = new OpenApi(new openApiModule.Config(configOf(emulator, key)))
  const request = new openApiModule.OpenApiRequest(as === 'form' ? { body: parameters } : { query: parameters })
  const runtime = new RuntimeOptions({})
  const version = '2017-03-21'
  if (signature === 'RPC') {
    const answer = await client.doRPCRequest(action, version, 'http', method, 'AK', 'json', request, runtime)
    return answer.body as Record<string, unknown>
  }
  const params = new openApiModule.Params({
    action,
    version,
    protocol: 'HTTP',
    pathname: '/',
    method,
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  })
  const answer = await client.callApi(params, request, runtime)
  return answer.body as Record<string, unknown>
}

/** The older client, which many backends still use: RPC signature, HMAC-SHA1. */
export function popCore({ port }: { port: number }, { securityToken, ...key }: Key): RpcClient {
  return new RpcClient({
    ...key,
    ...(securityToken && { securityToken }),
    endpoint: `http://127.0.0.1:${port}`,
    apiVersion: '2017-03-21',
  })
}

function configOf({ port }: { port: number }, key: Key) {
  return {
    ...key,
    ...(key.securityToken && { type: 'sts' }),
    endpoint: `127.0.0.1:${port}`,
    protocol: 'http',
    connectTimeout: 10_000,
    readTimeout: 10_000,
  }
}

/** The SDKs are CommonJS with `exports.default`: bundlers and Node disagree on where their default export ends up. */
function defaultExport<T>(module: { default: T }): T {
  const exported = module.default as T | { default: T }
  return typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : (exported as T)
}
