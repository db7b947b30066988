import { CloudError } from '../../errors'
import { isTerminatorV4, type ScopeV4 } from './signature-v4'

/**
 * Checks what a V4 credential is limited to. `where` is the header, parameter or field it stood in.
 * @param time when it was signed, `yyyymmddThhmmssZ`
 * @throws {CloudError} 400 InvalidArgument
 */
export function checkScope(scope: ScopeV4, time: string, region: string, where: string): void {
  const invalid = (what: string, ec?: string) =>
    new CloudError(400, 'InvalidArgument', `Invalid signing ${what} in ${where}.`, ec ? { EC: ec } : {})
  if (!isTerminatorV4(scope.terminator)) throw invalid('terminator')
  if (scope.product !== 'oss') throw invalid('product', '0002-00000227')
  if (scope.region !== region) throw invalid('region', '0002-00000226')
  if (scope.date !== time.slice(0, 8)) throw invalid('date')
}
