import { CloudError } from '../../errors'
import type { OssCall } from '../call'

/**
 * Signature V1 is withdrawn from new accounts since 2025-03. The HTTP status and the EC are documented, the code is not.
 * @throws {CloudError} 403 AccessDenied, EC 0002-00000080
 */
export function checkV1Allowed(oss: OssCall): void {
  if (!oss.cloud.switches.rejectV1) return
  throw new CloudError(403, 'AccessDenied', 'Signature version 1 is not supported. Use signature version 4.', {
    EC: '0002-00000080',
  })
}
