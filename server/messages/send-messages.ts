import { Problem, problemCodeOf } from '../problem'
import type { Service } from '../service'
import type { DueMessage } from '../store/messages'
import { nextCheckAfterFailure } from '../video/check-time'
import { messageData } from './message-data'

/** Messages that are claimed together; sending them takes a call each. */
const BATCH = 5
/** Milliseconds after which a claimed message is due again if its sender has died; longer than a batch takes. */
const CLAIM_MS = 5 * 60_000
/** So often it is tried at most: with the pauses in between, some five hours. */
const ATTEMPTS_MAX = 10

export interface MessageLimits {
  /** Messages at most. */
  messages: number
  /** Milliseconds since 1970, from which nothing new is begun. */
  until: number
  signal: AbortSignal
}

/**
 * Tells the users who wait for it what has become of their videos; one message a video, whoever calls this and how often.
 * Each is claimed before it is sent. Where a sender dies in between, it is sent again, and WeChat refuses what has
 * arrived: one accept of the user is one message.
 * @param videoId of this one alone
 */
export async function sendMessages(service: Service, limits: MessageLimits, videoId?: string): Promise<void> {
  const { messages, weChatMessages, settings, log, now } = service
  const templates = settings.messages
  if (!templates || !weChatMessages) return
  for (let sent = 0; sent < limits.messages; sent += BATCH) {
    if (limits.signal.aborted || now() >= limits.until) return
    const until = now() + CLAIM_MS
    const due = await messages.claim(now(), until, Math.min(BATCH, limits.messages - sent), videoId)
    for (const video of due) await tell(video, until)
    if (due.length < BATCH) return
  }

  async function tell(video: DueMessage, until: number): Promise<void> {
    const { videoId, failures } = video
    const template = video.status === 'Normal' ? templates?.ready : templates?.refused
    if (!templates || !weChatMessages || template === undefined) return messages.settle(videoId, until, 'no_template')
    try {
      const { page, data } = templates
      const outcome = await weChatMessages.send({
        touser: video.owner,
        template_id: template,
        ...(page !== undefined && { page }),
        data: messageData(video, data),
      })
      await messages.settle(videoId, until, String(outcome))
      if (outcome !== 'sent') refused(videoId, outcome)
    } catch (error) {
      const code = problemCodeOf(error)
      if (code === 'store_unavailable') throw error
      const hint = error instanceof Problem ? error.options.hint : undefined
      log({ level: 'error', event: 'message', videoId, code, hint, attempt: failures + 1 })
      if (failures + 1 >= ATTEMPTS_MAX) return messages.settle(videoId, until, code)
      await messages.failed(videoId, until, failures + 1, nextCheckAfterFailure(failures + 1, now()))
    }
  }

  /** WeChat names neither the user nor the text in its codes. */
  function refused(videoId: string, errcode: number): void {
    const isUsers = errcode === 43101 || errcode === 40003
    log({
      level: isUsers ? 'info' : 'error',
      event: 'message',
      videoId,
      code: 'message_refused',
      errcode,
      ...(!isUsers && {
        hint: 'check MESSAGE_TEMPLATE_READY, MESSAGE_TEMPLATE_REFUSED, MESSAGE_DATA and MESSAGE_PAGE',
      }),
    })
  }
}

/** Tells the user of one video, if that has come to its end. What fails is done by the scheduled job. Never rejects. */
export async function tellAtOnce(service: Service, videoId: string): Promise<void> {
  const limits = { messages: 1, until: Number.POSITIVE_INFINITY, signal: new AbortController().signal }
  try {
    await sendMessages(service, limits, videoId)
  } catch (error) {
    service.log({ level: 'warn', event: 'message', videoId, code: problemCodeOf(error) })
  }
}
