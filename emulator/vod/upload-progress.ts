import { CloudError } from '../errors'
import type { Fields } from '../gateway/answer'
import type { OpenApi } from '../gateway/api'
import type { Parameters } from '../gateway/parameters'

/**
 * GetUploadProgress and ReportUploadProgress: how the vendor's uploaders for web and Android tell VOD how far they are, so
 * that an upload can go on in another place. Neither is documented. Names are those of the vendor's generated SDKs (model
 * of GetUploadProgressResponseBody) and of its uploaders' reports. The web uploader (1.5.0) sends no access key and no token
 * with them, and a signature of whatever key it has: UserId and AuthInfo, a hash under a key inside of the uploader, say
 * whose call it is. Guessed: which parameters must be there, and that no right is asked for where a key comes along, since
 * no policy that the guides give for uploads has one. AuthInfo is not checked here.
 */
const WHERE = { product: 'vod', version: '2017-03-21', open: true } as const

/** Which texts, and which numbers, a report has. */
const TEXTS = [
  'Source',
  'ClientId',
  'BusinessType',
  'TerminalType',
  'DeviceModel',
  'AppVersion',
  'AuthInfo',
  'FileName',
  'FileCreateTime',
  'FileHash',
  'UploadId',
  'UploadPoint',
  'VideoId',
  'UploadAddress',
]
const NUMBERS = ['AuthTimestamp', 'FileSize', 'UploadRatio', 'DonePartsCount', 'TotalPart', 'PartSize']

export const reportUploadProgress: OpenApi = {
  ...WHERE,
  run({ cloud, parameters }) {
    expectAuth(parameters)
    for (const name of ['FileName', 'FileSize', 'UploadRatio']) parameters.require(name)
    const report: Fields = {}
    for (const name of TEXTS) report[name] = parameters.get(name)
    for (const name of NUMBERS) report[name] = numberOf(name, parameters.get(name))
    cloud.progressReports.set(report)
    return {}
  },
}

export const getUploadProgress: OpenApi = {
  ...WHERE,
  run({ cloud, parameters }) {
    expectAuth(parameters)
    const asked = readList(parameters.require('UploadInfoList'))
    const client = parameters.get('ClientId')
    const found = asked.flatMap<Fields>((file) => cloud.progressReports.get({ ...file, ClientId: client }) ?? [])
    return { UploadProgress: { UploadProgressList: found } }
  },
}

function expectAuth(parameters: Parameters): void {
  for (const name of ['AuthTimestamp', 'AuthInfo']) parameters.require(name)
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const number = Number(text)
  if (!Number.isFinite(number)) throw invalid(name)
  return number
}

/** The files that are asked for: JSON text of a list, each with FileName, FileSize, FileCreateTime, FileHash. */
function readList(text: string): Fields[] {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((file) => typeof file === 'object' && file !== null)) return list as Fields[]
  } catch {
    // Said below.
  }
  throw invalid('UploadInfoList')
}

function invalid(name: string): CloudError {
  return new CloudError(400, 'InvalidParameter', `The specified parameter ${name} is not valid.`)
}
