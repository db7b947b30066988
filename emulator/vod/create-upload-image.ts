import { randomBytes } from 'node:crypto'
import { CloudError } from '../errors'
import type { Api } from '../gateway/api'
import { expectStorage } from './storage'
import { readMediaInfo } from './text-rules'
import { uploadTicket } from './upload-ticket'

/** VOD CreateUploadImage, for covers. There is no refresh for images: a client whose key has run out asks again. */
export const createUploadImage: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:CreateUploadImage',

  run({ cloud, exchange, call, parameters }) {
    const type = oneOf('ImageType', parameters.require('ImageType'), ['default', 'cover'])
    const extension = oneOf('ImageExt', parameters.get('ImageExt') ?? 'png', ['png', 'jpg', 'jpeg', 'gif'])
    readMediaInfo(cloud.account, parameters)
    expectStorage(cloud)

    const imageId = randomBytes(16).toString('hex')
    const { bucket } = cloud.account
    // The numbers are seen in every sample; what they stand for is not documented.
    const key = `image/${type}/${imageId.toUpperCase()}-6-2.${extension}`
    const url = `http://${bucket}.localhost:${exchange.request.socket.localPort}/${key}`
    return {
      ImageId: imageId,
      ImageURL: url,
      FileURL: url,
      ...uploadTicket(cloud, exchange, call, { bucket, key }),
    }
  },
}

function oneOf(name: string, value: string, allowed: string[]): string {
  if (allowed.includes(value)) return value
  throw new CloudError(400, 'InvalidParameter', `The specified parameter ${name} is not valid.`)
}
