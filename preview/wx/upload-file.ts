import { CallError, settle } from './call'
import type { Connections, NetworkTimeouts } from './connections'
import { Listeners } from './listeners'
import type { TempFiles } from './temp-files'

type Progress = Omit<WechatMiniprogram.UploadTaskOnProgressUpdateListenerResult, 'errMsg'>

/** wx.uploadFile: one POST, multipart/form-data, with progress. */
export function uploadFileFamily(connections: Connections, files: TempFiles, timeouts: NetworkTimeouts) {
  return {
    uploadFile(option: WechatMiniprogram.UploadFileOption) {
      const progress = new Listeners<Progress>()
      const headersReceived = new Listeners<{ header: Record<string, string> }>()
      const aborted = new AbortController()
      let abort = () => aborted.abort()
      const run = async () => {
        const { body, contentType } = multipart(option, files.get(option.filePath))
        if (aborted.signal.aborted) throw new CallError('abort')
        const connection = connections.start(
          {
            url: option.url,
            method: 'POST',
            header: { ...(option.header as Record<string, string> | undefined), 'content-type': contentType },
            body,
            onProgress: (sent) => progress.emit(progressOf(sent, body.size)),
          },
          option.timeout ?? timeouts.uploadFile,
        )
        abort = connection.abort
        const { status, header, body: bytes } = await connection.answer
        headersReceived.emit({ header })
        return { statusCode: status, header, data: new TextDecoder().decode(bytes) }
      }
      settle('uploadFile', option as object, run())?.catch(() => undefined)
      return {
        abort: () => abort(),
        ...{ onProgressUpdate: progress.on, offProgressUpdate: progress.off },
        ...{ onHeadersReceived: headersReceived.on, offHeadersReceived: headersReceived.off },
      }
    },
  }
}

function progressOf(sent: number, total: number): Progress {
  return { progress: Math.floor((sent / total) * 100), totalBytesSent: sent, totalBytesExpectedToSend: total }
}

/** The file stands in the body as itself: it is not read into memory. */
function multipart(option: WechatMiniprogram.UploadFileOption, file: Blob): { body: Blob; contentType: string } {
  const boundary = `----wevod${crypto.randomUUID().replaceAll('-', '')}`
  const fields = Object.entries((option.formData ?? {}) as Record<string, unknown>).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${String(value)}\r\n`,
  )
  const fileName = option.filePath.split('/').at(-1) ?? 'file'
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${quoted(option.name)}"; filename="${quoted(fileName)}"`,
    `Content-Type: ${file.type || 'application/octet-stream'}`,
  ].join('\r\n')
  const body = new Blob([...fields, `${head}\r\n\r\n`, file, `\r\n--${boundary}--\r\n`])
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}

function quoted(text: string): string {
  return text.replace(/["\r\n]/g, encodeURIComponent)
}
