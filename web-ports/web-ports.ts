import type { Ports } from '../miniprogram/uploader/index'
import { PickedFiles, type WebFile } from './picked-files'
import { webHttp } from './web-http'
import { webLifecycle } from './web-lifecycle'
import { webNetwork } from './web-network'
import { webScreen } from './web-screen'
import { webStorage } from './web-storage'
import { webTimer } from './web-timer'

/**
 * Connections that browsers open to one host over HTTP/1.1, which OSS speaks: Chromium and Firefox 6, Safari 6. Further
 * requests wait inside of the browser while their time runs out.
 */
const CONNECTIONS_PER_HOST = 6

export interface WebPortsOptions {
  /** Stands before each key in localStorage: users who share a browser each have their own. Default none. */
  keyPrefix?: string
  /**
   * Whether uploads pause while the page is hidden. By default they go on, as browsers let them: they pause when the
   * browser freezes the page, or keeps it for the way back.
   */
  pauseWhenHidden?: boolean
}

export interface WebPorts extends Ports {
  readonly maxRequests: number
  /**
   * Makes a file that the user has picked, or dropped, known to the engine.
   * @param handle of showOpenFilePicker, or of a drop (getAsFileSystemHandle): with it the file is found again after the
   * page was loaded anew, if the user agrees (`askForFile`). Without it the user picks it again, and
   * `uploader.reattachFile(ports.addFile(file))` goes on.
   */
  addFile(file: File, handle?: FileSystemFileHandle): WebFile
  /**
   * Asks the user whether the page may read a file again that it has a handle of. Call it in a click: browsers ask at no
   * other time. Resolves with whether it may; false where there is no handle.
   */
  askForFile(path: string): Promise<boolean>
  /** No upload needs the file any more. */
  forgetFile(path: string): void
}

/**
 * The engine's ports in a browser. One page at a time should have uploads of a `keyPrefix` (`navigator.locks` tells):
 * two that restore the same one would both send it.
 *
 * @example
 * const ports = webPorts()
 * const uploader = createUploader({ ports, getAuth })
 * uploader.restore()
 * input.onchange = () => {
 *   for (const file of input.files) uploader.upload({ ...ports.addFile(file), title: '海边' })
 * }
 */
export function webPorts({ keyPrefix = '', pauseWhenHidden = false }: WebPortsOptions = {}): WebPorts {
  const files = new PickedFiles()
  return {
    http: webHttp,
    files,
    storage: webStorage(() => localStorage, keyPrefix),
    network: webNetwork(),
    lifecycle: webLifecycle(pauseWhenHidden),
    maxRequests: CONNECTIONS_PER_HOST,
    now: () => Date.now(),
    random: () => Math.random(),
    setTimer: webTimer,
    keepScreenOn: webScreen(),
    addFile: (file, handle) => files.add(file, handle),
    askForFile: (path) => files.ask(path),
    forgetFile: (path) => files.forget(path),
  }
}
