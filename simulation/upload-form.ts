type UploadFileOption = WechatMiniprogram.UploadFileOption

/** The form that wx.uploadFile sends: its fields, and the file at the end. */
export function formOf({ formData = {}, name, filePath }: UploadFileOption, file: Uint8Array) {
  const boundary = 'wevod-simulated-boundary'
  const part = (disposition: string) => `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`
  const fields = Object.entries(formData as Record<string, unknown>)
    .map(([field, value]) => `${part(`name="${field}"`)}${value}\r\n`)
    .join('')
  const fileName = filePath.slice(filePath.lastIndexOf('/') + 1)
  const head = Buffer.from(fields + part(`name="${name}"; filename="${fileName}"`))
  const bytes = Buffer.concat([head, file, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const body = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}
