import type { Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'

export async function handleOss(_cloud: Cloud, _exchange: Exchange): Promise<void> {
  throw new CloudError(404, 'NoSuchKey', 'to be written')
}
export function sendOssError(exchange: Exchange, error: CloudError): void {
  exchange.send(error.status, {}, error.code)
}
