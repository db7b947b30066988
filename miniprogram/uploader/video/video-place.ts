import type { Checkpoint } from '../checkpoints'
import type { Engine } from '../engine'
import { expectOssAddress } from '../oss/endpoint'
import type { Run } from '../run/run'
import type { TransferEvents } from '../transfer'
import type { UploadFile } from '../upload-file'
import { decodeUploadTicket, type EncodedTicket, type UploadTicket } from '../vod/upload-ticket'
import type { VideoDescription } from './authority'
import { keptCredential } from './credential'

/**
 * The place of one file's video at VOD, whatever sends the file: made once, made known to the app, its key renewed, and
 * forgotten when the video is gone.
 * @param events told of the video's id when the file gets one, or has lost it
 * @param save called when the checkpoint has changed
 */
export function videoPlace(
  checkpoint: Checkpoint,
  { authority, clock, newRun, settings }: Pick<Engine<UploadFile>, 'authority' | 'clock' | 'newRun' | 'settings'>,
  { onNews }: Pick<TransferEvents, 'onNews'>,
  save: () => void,
) {
  const keys = keptCredential(({ auth }: UploadTicket) => auth.expiresAt, clock.now)
  /** What has the video made. */
  const own = newRun()
  let making: Promise<void> | undefined
  if (checkpoint.ticket) keys.put(checkpoint.ticket)

  /**
   * Takes over what VOD gave: a new place, or a new key for the place that there is.
   * @throws {UploadError} vod_malformed, endpoint_refused
   */
  function keep(answer: EncodedTicket): UploadTicket {
    const ticket = decodeUploadTicket(answer, clock.now(), checkpoint.ticket)
    expectOssAddress(ticket.address, settings.trustedHosts)
    checkpoint.ticket = ticket
    keys.put(ticket)
    save()
    onNews({ videoId: place.videoId })
    return ticket
  }

  const place = {
    keep,

    /** The newest; undefined until the video has been made. */
    get ticket(): UploadTicket | undefined {
      return checkpoint.ticket
    },

    /** The video's id; empty until it has been made. */
    get videoId(): string {
      return checkpoint.ticket?.videoId ?? ''
    },

    /** Place and key, while the cloud still takes that. */
    good: keys.good,

    /**
     * Has a video made, and keeps its place. While one is being made, whoever comes waits for that one. A pause does not
     * stop this: the answer would be lost, and the next run would have another video made.
     * @param create asks the app or VOD; undefined where no video was made by that
     */
    make(create: (run: Run) => Promise<EncodedTicket | undefined>): Promise<void> {
      making ??= create(own)
        .then((answer) => {
          if (answer && !own.stopped) keep(answer)
        })
        .finally(() => {
          making = undefined
        })
      return making
    },

    /** The upload is canceled: a video that is being made is not waited for. */
    stop: own.stop,

    /** Tells the app of the video, unless it has taken note already. Rejects as Authority.register. */
    async register(video: VideoDescription, run: Run): Promise<void> {
      const { videoId } = place
      if (checkpoint.registered || !videoId) return
      await authority.register({ ...video, videoId }, run)
      checkpoint.registered = true
      save()
    },

    /** The place with a key that is good, renewed where needed. Rejects as Authority.refreshUpload. */
    withGoodKey: (run: Run): Promise<UploadTicket> =>
      keys.get(async () => keep(await authority.refreshUpload(place.videoId, run))),

    /** The cloud says that this key has ended. */
    expired: keys.forget,

    /** The video is gone: the file needs another one. */
    forget(): void {
      delete checkpoint.ticket
      checkpoint.registered = false
      onNews({ videoId: undefined })
    },
  }
  return place
}

export type VideoPlace = ReturnType<typeof videoPlace>
