import { noteArrival } from '../arrivals/note-arrival'
import { readBody } from '../http/body'
import type { CallHandler } from '../http/call'
import { Problem, problemCodeOf } from '../problem'
import type { Service } from '../service'
import type { VodEvent } from '../video/facts'
import { followEvent } from '../vod-events/follow-event'
import { readEvent } from '../vod-events/read-event'
import { type CallbackSettings, checkSignature } from '../vod-events/signature'

/** VOD waits 5 s for an answer; this leaves time for its way. */
const ANSWER_WITHIN_MS = 3000

/**
 * `POST /vod/events`: notifications of VOD. Answers in time also where the database is slow: the work then goes on, and
 * if it comes to nothing, the scheduled job asks VOD. Where the database fails at once, VOD tries again.
 */
export function vodEventsRoute(service: Service, callback: CallbackSettings): CallHandler {
  const { log, keepAlive, now } = service
  return async (c) => {
    checkSignature((name) => c.req.header(name), callback, now())
    const event = readEvent(await readBody(c), service.settings.review)
    if (event.ignored?.length) {
      const { mediaId, type, ignored } = event
      log({ level: 'warn', event: 'event_field_ignored', videoId: mediaId, type, fields: ignored.join(' ') })
    }
    const work = record(service, event)
    let isAnswered = false
    const settled = work.catch((error: unknown) => {
      // Before the answer, the answer says so; after it, VOD does not send the event again.
      if (!isAnswered) return undefined
      log({
        level: 'error',
        event: 'event_lost',
        type: event.type,
        requestId: c.get('requestId'),
        code: problemCodeOf(error),
        hint: error instanceof Problem ? error.options.hint : undefined,
      })
      return undefined
    })
    // Of one that was not kept, nothing follows.
    keepAlive(
      c,
      settled.then((outcome) => outcome && followEvent(service, event)),
    )
    const outcome = await within(ANSWER_WITHIN_MS, work)
    if (outcome === 'altered') {
      throw new Problem('event_altered', 'This event is known, and told something else the first time.', {
        hint: `${event.type} of ${event.mediaId} came again with other contents`,
      })
    }
    if (outcome === 'late') {
      isAnswered = true
      log({ level: 'error', event: 'slow_database', type: event.type, requestId: c.get('requestId') })
    }
    return c.json({ status: 'ok' })
  }
}

/** Keeps the event, and finds the owner of a video that nobody has registered. */
async function record(service: Service, event: VodEvent): Promise<'new' | 'known' | 'altered'> {
  const outcome = await service.events.record(event, service.now())
  await noteArrival(service, event)
  return outcome
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late')
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
