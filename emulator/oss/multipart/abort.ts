import { sendEmpty } from '../answer'
import { findUpload, type OssCall } from '../call'

/** A part that is still under way finds its upload gone and is dropped then. */
export async function abortMultipartUpload(oss: OssCall): Promise<void> {
  const { objects } = oss.cloud
  const upload = findUpload(oss)
  objects.uploads.end(upload)
  await objects.discard([...upload.parts.values()].map(({ file }) => file))
  sendEmpty(oss, 204)
}
