import { explainError } from '../../i18n/explain-error'
import { showHint, showMessage } from '../../pages/messages'
import { details, setTimer, t, uploader } from '../../services'
import type { UploadTask } from '../../uploader/index'
import { askForMessage } from '../../videos/ask-for-message'
import type { PickedVideo } from '../../videos/picked-video'
import { newFile, reattachFile, takePlace } from '../../videos/reattach-file'
import { notifyOf } from '../../videos/tell-details'
import { ask, WxFailure } from '../../wechat/calls'
import { askToStop } from './questions'
import { requestIdOf } from './remedy'
import { canRetry } from './total'

type Task = UploadTask<PickedVideo>

const COPY_WITHIN_MS = 5_000

/**
 * Starts uploads, and asks whether WeChat may tell of their end: first of all, since it asks straight from a tap or not
 * at all. One acceptance is one message: about the last of them, with which all have arrived.
 */
export function start(tasks: readonly Task[], templates: readonly string[]): void {
  const last = tasks[tasks.length - 1]
  if (!last) return
  void askForMessage(wx, templates, setTimer).then((accepted) => {
    if (accepted && uploader.get(last.id)) notifyOf(last, details)
  })
  for (const task of tasks) task.start()
}

export function actOnAll(action: 'pauseAll' | 'resumeAll' | 'retryAll'): void {
  const { tasks } = uploader
  // In the order of the list, of which the first two go at a time: pausing begins at its end, or others would start.
  if (action === 'pauseAll') for (const task of tasks.reverse()) task.pause()
  if (action === 'resumeAll') for (const task of tasks) if (task.snapshot.pausedBy === 'user') task.resume()
  if (action !== 'retryAll') return
  for (const task of tasks)
    if (task.snapshot.state === 'error' && canRetry(task.snapshot.error, Date.now())) task.start()
}

export function clearFinished(): void {
  for (const { id, snapshot } of uploader.tasks) if (snapshot.state === 'success') uploader.remove(id)
}

/** What the button of a row does, by the event that it triggers. */
export const ROW_ACTIONS: Readonly<Record<string, (task: Task) => unknown>> = {
  start: (task) => task.start(),
  pause: (task) => task.pause(),
  resume: (task) => task.resume(),
  takeoriginal: (task) => task.edit({ shrinking: false }),
  remove,
  copyid: copyErrorId,
}

/** Takes one out; what has begun, and is not over, only after a question. */
function remove(task: Task): void {
  if (!hasBegun(task)) {
    uploader.remove(task.id)
    return
  }
  askToStop(wx, t, () => {
    // It may have arrived while the question stood.
    if (task.snapshot.state !== 'success') uploader.remove(task.id)
  })
}

/** The file was lost, as temp files are: the same one, picked again, goes on from where it stopped. */
export async function goOnWith(video: PickedVideo, task: Task): Promise<void> {
  const { lost, size } = task.snapshot.file
  // Of what was never started no more is known than its size.
  if (lost && uploader.get(task.id)) {
    if (size > 0 && video.size > 0 && size !== video.size) showMessage(wx, t, [t.otherFile, t.otherFileDetail])
    else takePlace(uploader, task, { ...newFile(video), lost: false })
    return
  }
  try {
    // It may be that of another row. Of its own row the app may know nothing yet: then it takes the user's word.
    const found = (await reattachFile(uploader, video)) || (await task.replaceFile(newFile(video)))
    if (!found) showMessage(wx, t, [t.otherFile, t.otherFileDetail])
  } catch (error) {
    showMessage(wx, t, [t.chooseFailed, explainError(error, t)])
  }
}

/** Puts the id of a failure where it can be sent to whoever can mend it. */
async function copyErrorId({ snapshot }: Task): Promise<void> {
  const data = requestIdOf(snapshot.error)
  try {
    await ask('setClipboardData', (callbacks) => wx.setClipboardData({ data, ...callbacks }), {
      ms: COPY_WITHIN_MS,
      setTimer,
    })
    showHint(wx, t.idCopied)
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    showHint(wx, t.idNotCopied)
  }
}

function hasBegun({ running, snapshot }: Task): boolean {
  return running || (snapshot.state !== 'success' && (snapshot.progress?.uploadedBytes ?? 0) > 0)
}
