import { wrapSdk } from '../../scripts/vendor-sdk/wrap-sdk'
import { loadSdk } from './load-sdk'
import type { StandInWx } from './platform'
import type VODUpload from './stand-in'
import { type StandInOptions, standInSource } from './stand-in-source'

/** The stand-in's class, bundled, wrapped as `npm run vendor-sdk` wraps the SDK, and run with this `wx` and this `Date`. */
export async function loadStandIn(
  wx: StandInWx,
  options: StandInOptions & { Date?: DateConstructor } = {},
): Promise<typeof VODUpload> {
  const load = loadSdk(wrapSdk(await standInSource(options), '1.0.1'), console) as unknown
  return (load as (wx: StandInWx, date: DateConstructor) => typeof VODUpload)(wx, options.Date ?? Date)
}
