import type { UploadTask } from '../miniprogram/uploader/index'
import type { Sent } from './phone-requests'
import type { Event, Kind } from './schedule'
import type { World } from './world'

/** Lets an event happen. */
export async function apply(event: Event, world: World, files: ScheduledFile[]): Promise<void> {
  const { phone, cloud, service, time } = world
  const target = 'file' in event ? files[event.file % files.length] : undefined
  switch (event.what) {
    case 'fate':
      for (let i = 0; i < event.times; i++) phone.fates.push({ fate: event.fate, matches: MATCHES[event.of] })
      return
    case 'refusal':
      return cloud.cloud.faults.add({
        operation: '*',
        times: event.times,
        fault: { type: 'error', status: event.status, code: event.code },
      })
    case 'proxy':
      return cloud.cloud.faults.add({
        operation: '*',
        times: event.times,
        fault: { type: 'respond', status: event.status, body: '<html>Log in to this network</html>' },
      })
    case 'damage':
      return cloud.cloud.faults.add({
        operation: 'UploadPart',
        fault: { type: 'respond', status: 200, headers: { etag: '"0"', 'x-oss-hash-crc64ecma': '1' }, body: '' },
      })
    case 'expiry':
      return cloud.cloud.credentials.expire(time.now())
    case 'clock':
      phone.clockOff = event.off
      return
    case 'service-down':
      service.down += event.times
      return
    case 'sleep':
      return world.wait(event.hours * 3_600_000)
    case 'pause':
      return target?.task?.pause()
    case 'resume':
      return target?.task?.resume()
    case 'start':
      return target?.task?.start()
    case 'cancel':
      return target?.cancel(phone.sent.length)
    case 'kill':
      return world.relaunch()
    case 'hide':
      return phone.hide()
    case 'show':
      return phone.show()
    case 'network':
      return phone.setNetwork(event.kind)
    case 'lose-file':
      return target?.lose()
    case 'repick':
      return target?.repick()
    case 'repick-another':
      return target?.repickAnother()
    case 'storage':
      phone.storageFull = event.full
      return
    case 'delete-video':
      return target?.deleteVideo()
    case 'replace-file':
    case 'grow-file':
    case 'rewrite-file':
      return target?.change(event.what)
    case 'storage-fails':
      phone.storageFails = event.fails
      return
    case 'deaf':
      phone.losesEvents = event.deaf
      return
    case 'lost-calls':
      if (event.of === 'files') phone.lostFileCalls += event.times
      else phone.lostNetworkCalls += event.times
      return
    case 'drop-parts':
      return cloud.cloud.objects.uploads.reset()
  }
}

/** A file of a schedule, as the user knows it. */
export interface ScheduledFile {
  /** Undefined where the app does not have it any more. */
  task: UploadTask | undefined
  /** @param sent how many requests had been sent until then */
  cancel(sent: number): void
  lose(): void
  change(how: 'replace-file' | 'grow-file' | 'rewrite-file'): void
  deleteVideo(): void
  repick(): Promise<void>
  repickAnother(): Promise<void>
}

const query = ({ url }: Sent['request']) => url.slice(url.indexOf('?') + 1)

const MATCHES: Record<Kind, (request: Sent['request']) => boolean> = {
  any: () => true,
  create: ({ headers }) => headers['x-acs-action'] === 'CreateUploadVideo',
  initiate: (request) => request.method === 'POST' && query(request) === 'uploads',
  part: ({ method }) => method === 'PUT',
  list: (request) => request.method === 'GET' && query(request).includes('part-number-marker'),
  complete: (request) => request.method === 'POST' && query(request).startsWith('uploadId'),
}
