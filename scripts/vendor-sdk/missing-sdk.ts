import type { PlacedSdk } from './placed-sdk'

/**
 * What to say where the mini program is to upload with Alibaba's SDK, and none is placed. The mini program says the same,
 * by a copy of this line: it may not import from here.
 */
export function missingSdkLine({ engine }: { engine?: string }, placed: PlacedSdk | undefined): string | undefined {
  if (placed || engine !== 'vendor') return undefined
  return "engine is 'vendor' in miniprogram/config.ts, but Alibaba's SDK is not there: npm run vendor-sdk -- PATH"
}
