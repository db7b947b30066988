import type { Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'

export async function handleJscode2session(_cloud: Cloud, _exchange: Exchange): Promise<void> {
  throw new CloudError(404, 'NotFound', 'to be written')
}
export function sendWeChatError(exchange: Exchange, error: CloudError): void {
  exchange.send(error.status, {}, error.code)
}
