import { UploadError, type UploadErrorCode } from '../errors'
import type { FileFacts, Files, Http, HttpCall, Lifecycle, Network, NetworkKind, OpenFile, Ports } from '../ports'
import { withDeadline } from './deadline'

/** For one answer of the platform's about a file, or for one slice of its bytes. */
const FILE_TIMEOUT_MS = 15_000
/** Lost callbacks are rare and come singly: what only reads is asked once more. */
const FILE_TRIES = 2
const NETWORK_TIMEOUT_MS = 5_000

/**
 * The ports as the engine may rely on them, whatever the platform does: no call throws, but for those of the storage, for
 * which Checkpoints answers; every promise settles; every rejection is an UploadError. What has failed is logged where nobody
 * else gets to know of it.
 */
export function guardPorts(ports: Ports): Ports {
  const { setTimer, storage, network, lifecycle } = ports
  const keepScreenOn = ports.keepScreenOn?.bind(ports)
  return {
    now: () => ports.now(),
    random: () => ports.random(),
    setTimer: (callback, ms) => setTimer.call(ports, callback, ms),
    http: guardHttp(ports.http),
    files: guardFiles(ports.files, ports),
    ...(storage && { storage }),
    ...(network && { network: guardNetwork(network, ports) }),
    ...(lifecycle && { lifecycle: guardLifecycle(lifecycle) }),
    ...(keepScreenOn && { keepScreenOn: (on: boolean) => void attempt(() => keepScreenOn(on), undefined) }),
  }
}

/** What a call returns, or `otherwise` where it throws. */
function attempt<T>(call: () => T, otherwise: T): T {
  try {
    return call()
  } catch (error) {
    console.warn('A call of the platform has failed.', error)
    return otherwise
  }
}

/** Any failure as an UploadError. */
function asUploadError(error: unknown, code: UploadErrorCode): UploadError {
  return error instanceof UploadError
    ? error
    : new UploadError(code, `The platform has failed: ${error}`, { cause: error })
}

function guardHttp(http: Http): Http {
  return {
    send(request) {
      let call: HttpCall
      try {
        call = http.send(request)
      } catch (error) {
        return { response: Promise.reject(asUploadError(error, 'network_failed')), abort: () => undefined }
      }
      return {
        response: call.response.catch((error: unknown) => {
          throw asUploadError(error, 'network_failed')
        }),
        abort: () => attempt(() => call.abort(), undefined),
      }
    },
  }
}

function guardFiles(files: Files, { setTimer }: Pick<Ports, 'setTimer'>): Files {
  const late = () => new UploadError('file_unreadable', 'The platform does not answer for the file.')
  async function ask<T>(question: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      let answered = false
      try {
        const answer = Promise.resolve().then(question)
        const settled = () => {
          answered = true
        }
        answer.then(settled, settled)
        return await withDeadline(answer, FILE_TIMEOUT_MS, setTimer, late)
      } catch (error) {
        if (answered || tries >= FILE_TRIES) throw asUploadError(error, 'file_unreadable')
      }
    }
  }
  const factsOf = ({ size, modifiedAt }: FileFacts): FileFacts => ({ size, ...(modifiedAt && { modifiedAt }) })
  const guard = (file: OpenFile): OpenFile => {
    const stat = file.stat?.bind(file)
    return {
      ...factsOf(file),
      ...(stat && { stat: () => ask(stat) }),
      // A second try must not share a buffer with the first, which may still be filling it.
      read: (position, length, into) => {
        let first = into
        return ask(() => {
          const buffer = first
          first = undefined
          return file.read(position, length, buffer)
        })
      },
      close: () =>
        withDeadline(
          Promise.resolve().then(() => file.close()),
          FILE_TIMEOUT_MS,
          setTimer,
          late,
        ).catch((error: unknown) => console.warn('A file could not be closed.', error)),
    }
  }
  return { open: async (path) => guard(await ask(() => files.open(path))) }
}

function guardNetwork(network: Network, { setTimer }: Pick<Ports, 'setTimer'>): Network {
  return {
    // What is not known must not keep anybody from uploading.
    current: () =>
      withDeadline(
        Promise.resolve().then(() => network.current()),
        NETWORK_TIMEOUT_MS,
        setTimer,
        () => new UploadError('timed_out', 'The platform does not say what network there is.'),
      ).catch((error: unknown): NetworkKind => {
        console.warn('The kind of network is not known.', error)
        return 'other'
      }),
    onChange: (listener) =>
      guardEnd(
        attempt(
          () => network.onChange(listener),
          () => undefined,
        ),
      ),
  }
}

function guardLifecycle(lifecycle: Lifecycle): Lifecycle {
  return {
    onHide: (listener) =>
      guardEnd(
        attempt(
          () => lifecycle.onHide(listener),
          () => undefined,
        ),
      ),
    onShow: (listener) =>
      guardEnd(
        attempt(
          () => lifecycle.onShow(listener),
          () => undefined,
        ),
      ),
  }
}

function guardEnd(end: () => void): () => void {
  return () => attempt(end, undefined)
}
