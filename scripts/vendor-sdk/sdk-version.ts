/** Those whose behaviour this project has read about; see simulation/vendor-sdk/. */
export const KNOWN_VERSIONS: readonly string[] = ['1.0.1', '1.0.3']

/** MD5 of the package of 1.0.3, as Alibaba's download page states it. For other versions there is none. */
export const DOCUMENTED_MD5 = { version: '1.0.3', md5: '5145518e0bbb410c156b37c04c447a6f' } as const

export interface SdkVersion {
  /** `unknown` where nothing in it names one. */
  version: string
  /** What the name says, where the code says otherwise. */
  nameSays?: string
}

/**
 * The version of an SDK: that in its code, else that in a name, the first one that has any. The code may hold versions
 * of libraries, too, so that one which we know or which a name confirms counts first.
 */
export function versionOf(text: string, names: readonly string[]): SdkVersion {
  const named = names.map(versionInName).find((version) => version !== undefined)
  const literals = [...text.matchAll(/\bversion["']?\s*[:=]\s*["'](\d+\.\d+\.\d+)["']/gi)].map(([, version]) => version)
  const coded = literals.includes(named)
    ? named
    : (literals.find((version) => KNOWN_VERSIONS.includes(version ?? '')) ?? literals[0])
  return {
    version: coded ?? named ?? 'unknown',
    ...(coded !== undefined && named !== undefined && coded !== named && { nameSays: named }),
  }
}

export function versionInName(name: string): string | undefined {
  return /\d+\.\d+\.\d+/.exec(name)?.[0]
}

/** For sorting, newest first; those without a version last. */
export function newestFirst(a: string | undefined, b: string | undefined): number {
  const numbers = (version: string | undefined) => (version ?? '-1').split('.').map(Number)
  const [left, right] = [numbers(a), numbers(b)]
  const at = left.findIndex((number, i) => number !== (right[i] ?? -1))
  return at < 0 ? 0 : (right[at] ?? -1) - (left[at] ?? -1)
}
