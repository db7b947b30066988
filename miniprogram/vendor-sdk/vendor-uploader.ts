import { createUploader, type Ports, type Uploader, type UploaderOptions, type UploadFile } from '../uploader/index'
import { LinkSpeed } from './time-limit'
import type { VendorOptions } from './vendor-options'
import { VendorTransfer } from './vendor-transfer'

export interface VendorUploaderOptions<F extends UploadFile>
  extends Omit<VendorOptions, 'speed'>,
    Pick<UploaderOptions<F>, 'getAuth' | 'onCreated' | 'vodUrl' | 'confirmMobileData' | 'isFile'> {
  ports: Ports
}

/** Tries of a file in a row: each sends all of it. */
const TRIES = 3

/**
 * The vendor's SDK as an engine, with the interface of our own: one file at a time. What it cannot do stays so: a pause
 * sends the file again from its first byte, and nothing is kept beyond the app's life.
 */
export function createVendorUploader<F extends UploadFile>(options: VendorUploaderOptions<F>): Uploader<F> {
  const { ports, load, wx, checkVideo, ...shared } = options
  const { storage, ...rest } = ports
  const vendor = { load, wx, checkVideo, speed: new LinkSpeed() }
  return createUploader<F>({
    ...shared,
    ports: rest,
    filesAtOnce: 1,
    tries: TRIES,
    transfer: (checkpoint, engine, events) => new VendorTransfer(checkpoint, engine, events, vendor),
  })
}
