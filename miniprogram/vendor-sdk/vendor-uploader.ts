import { createUploader, type Ports, type Uploader, type UploaderOptions, type UploadFile } from '../uploader/index'
import { LinkSpeed } from './time-limit'
import { type VendorOptions, VendorTransfer } from './vendor-transfer'

export interface VendorUploaderOptions<F extends UploadFile>
  extends Omit<VendorOptions, 'speed' | 'vodUrl'>,
    Pick<UploaderOptions<F>, 'onCreated' | 'vodUrl' | 'confirmMobileData' | 'isFile'> {
  ports: Ports
}

/** Tries of a file in a row: each sends all of it. */
const TRIES = 3

/**
 * The vendor's SDK as an engine, with the interface of our own: one file at a time. What it cannot do stays so: a pause
 * sends the file again from its first byte, and nothing is kept beyond the app's life.
 */
export function createVendorUploader<F extends UploadFile>(options: VendorUploaderOptions<F>): Uploader<F> {
  const { ports, load, wx, getAuth, checkVideo, vodUrl, ...shared } = options
  const { storage, ...rest } = ports
  const vendor = { load, wx, getAuth, checkVideo, vodUrl, speed: new LinkSpeed() }
  return createUploader<F>({
    ...shared,
    ports: rest,
    getAuth,
    filesAtOnce: 1,
    tries: TRIES,
    ...(vodUrl !== undefined && { vodUrl }),
    transfer: (checkpoint, engine, events) => new VendorTransfer(checkpoint, engine, events, vendor),
  })
}
