import { type HttpCall, type HttpRequest, type OpenFile, UploadError } from '../../miniprogram/uploader/index'
import { webPorts } from '../../web-ports/index'

/** What a call in the page comes to, as it survives the way to the test. */
export type Told<T> = { value: T } | { error: { name: string; code?: string; message: string } }

export type SentRequest = Omit<HttpRequest, 'body'> & { body?: string; bytes?: string }

const ports = webPorts()
const calls = new Map<string, HttpCall>()
const open = new Map<number, OpenFile>()
let opened = 0

async function tell<T>(work: Promise<T>): Promise<Told<T>> {
  try {
    return { value: await work }
  } catch (error) {
    const { name, message } = error as Error
    return { error: { name, message, ...(error instanceof UploadError && { code: error.code }) } }
  }
}

/** The engine's ports in a page, called from a test outside of it; bytes travel as base64. */
const remotePorts = {
  send({ bytes, ...request }: SentRequest, id: string) {
    const call = ports.http.send({ ...request, ...(bytes !== undefined && { body: bytesOf(bytes).buffer }) })
    calls.set(id, call)
    return tell(call.response)
  },
  abort: (id: string) => calls.get(id)?.abort(),
  addFile: (bytes: string) => ports.addFile(new File([bytesOf(bytes)], 'video.mp4')).path,
  forgetFile: (path: string) => ports.forgetFile(path),
  open: (path: string) =>
    tell(
      ports.files.open(path).then((file) => {
        open.set(++opened, file)
        return { id: opened, size: file.size }
      }),
    ),
  read: (id: number, position: number, length: number) =>
    tell((open.get(id) as OpenFile).read(position, length).then(base64Of)),
  close: (id: number) => tell((open.get(id) as OpenFile).close()),
  get: (key: string) => ports.storage?.get(key),
  set: (key: string, value: string) => ports.storage?.set(key, value),
  remove: (key: string) => ports.storage?.remove(key),
}

declare global {
  interface Window {
    remotePorts: typeof remotePorts
  }
}
window.remotePorts = remotePorts

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

async function base64Of(bytes: ArrayBuffer): Promise<string> {
  const reader = new FileReader()
  await new Promise((resolve) => {
    reader.onload = resolve
    reader.readAsDataURL(new Blob([bytes]))
  })
  const url = reader.result as string
  return url.slice(url.indexOf(',') + 1)
}
