import type { Placement } from './place-sdk'
import { SDK_FILE } from './placed-sdk'
import { DOCUMENTED_MD5, KNOWN_VERSIONS } from './sdk-version'

/** What there is to say of an SDK that was placed, line by line; the last says what to do next. */
export function describePlacement(placement: Placement): string[] {
  const { candidates, sdkName, fileName, replaced } = placement
  return [
    ...(candidates > 1 ? [`${fileName} has ${candidates} SDKs in it; this is the newest: ${sdkName}`] : []),
    aboutVersion(placement),
    aboutMd5(placement),
    `Placed as ${SDK_FILE}${replaced ? `, instead of ${nameOf(replaced.version)}` : ''}. Git ignores it: never commit it.`,
    "Next: set engine: 'vendor' in miniprogram/config.ts.",
  ]
}

/** `version 1.0.3` */
export function nameOf(version: string): string {
  return version === 'unknown' ? 'one of unknown version' : `version ${version}`
}

function aboutVersion({ version, nameSays }: Placement): string {
  const known = KNOWN_VERSIONS.join(' and ')
  if (version === 'unknown') {
    return `Alibaba's upload SDK, unknown version: neither code nor name tells. This project knows ${known}.`
  }
  const contradiction = nameSays === undefined ? '' : ` by its code, although its name says ${nameSays}`
  return `Alibaba's upload SDK, version ${version}${contradiction}, which this project ${
    KNOWN_VERSIONS.includes(version) ? 'knows.' : `does not know: it knows ${known}.`
  }`
}

function aboutMd5({ version, isZip, md5, fileName }: Placement): string {
  const documented = `Alibaba documents for ${DOCUMENTED_MD5.version}`
  if (md5 === DOCUMENTED_MD5.md5) return `The MD5 of ${fileName} is the one that ${documented}.`
  if (version !== DOCUMENTED_MD5.version && version !== 'unknown') {
    return `Its MD5 cannot be compared: Alibaba documents one for ${DOCUMENTED_MD5.version} only.`
  }
  if (!isZip) return `Its MD5 cannot be compared: what ${documented} is that of the zip.`
  return `Take care: the MD5 of ${fileName} is ${md5}, not ${DOCUMENTED_MD5.md5} as ${documented}.`
}
