import type { Call, Cloud } from '../cloud'
import type { Credential } from '../credentials'
import type { Exchange } from '../exchange'
import type { Fields } from './answer'
import type { Parameters } from './parameters'

/** One API behind the gateway. */
export interface Api {
  product: 'sts' | 'vod'
  version: string
  /** The right the gateway asks RAM for. VOD knows no resources: a policy can only name `*`. */
  right?: string
  open?: false
  /** Answers a call whose sender is known. What it throws as CloudError becomes the answer. */
  run(request: ApiRequest): Fields | Promise<Fields>
}

/** One that is called without an access key, too: something else in its parameters says whose call it is. */
export interface OpenApi extends Omit<Api, 'run' | 'open'> {
  open: true
  run(request: Omit<ApiRequest, 'credential'>): Fields | Promise<Fields>
}

export interface ApiRequest {
  cloud: Cloud
  exchange: Exchange
  call: Call
  credential: Credential
  parameters: Parameters
}
