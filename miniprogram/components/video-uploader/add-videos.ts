import type { Texts } from '../../i18n/index'
import type { ServiceSettings } from '../../service/settings'
import type { Files, Uploader, UploadTask } from '../../uploader/index'
import { refusalOf } from '../../videos/check-pick'
import type { Chosen } from '../../videos/choosers'
import { findDouble } from '../../videos/find-double'
import { lookAtFile } from '../../videos/look-at-file'
import { makeSmaller, smallerBytes } from '../../videos/make-smaller'
import type { PickedVideo } from '../../videos/picked-video'
import { reattachFile, takePlace } from '../../videos/reattach-file'
import { has, type SetTimer } from '../../wechat/calls'
import { explainNotAdded, type NotAdded } from './explain-pick'
import { askForSmaller, askToSkip } from './questions'

export interface AddOptions {
  wx: WechatMiniprogram.Wx
  t: Texts
  uploader: Uploader<PickedVideo>
  files: Files
  setTimer: SetTimer
  limits: ServiceSettings['limits'] | undefined
  /** How many more fit into the list. */
  room: number
}

/**
 * Takes what was chosen into the list, after it has been looked at: what cannot be uploaded is left out, and said so; a
 * file that an upload has lost goes to that; what is there already is asked about, as is the size of large ones on mobile
 * data.
 * @returns the uploads that were added
 */
export async function addVideos(chosen: Chosen, options: AddOptions): Promise<UploadTask<PickedVideo>[]> {
  const { wx, t, uploader, files, setTimer, limits, room } = options
  const notAdded: NotAdded = { refused: {}, others: chosen.others, tooMany: 0 }
  const wanted: PickedVideo[] = []
  for (const video of chosen.videos) {
    const look = await lookAtFile(video.path, files, setTimer)
    const found = look === 'gone' ? undefined : look
    const refusal = refusalOf(video, found, limits)
    if (refusal) {
      notAdded.refused[refusal] = [...(notAdded.refused[refusal] ?? []), video.title]
      continue
    }
    const sized = found ? { ...video, size: found.size } : video
    // What cannot be read is no upload's lost file: its own row will show what is wrong with it.
    if (await reattachFile(uploader, sized).catch(() => false)) continue
    wanted.push(sized)
  }
  const added: UploadTask<PickedVideo>[] = []
  for (const video of wanted) {
    const double = await findDouble(uploader.tasks, video)
    if (double && (await askToSkip(wx, t, double.snapshot.file.title, setTimer))) continue
    if (added.length >= room) notAdded.tooMany++
    else added.push(uploader.add(video))
  }
  explainNotAdded(wx, t, notAdded, limits)
  return offerSmaller(added, options)
}

/** On mobile data, where much would be saved. */
async function offerSmaller(
  added: UploadTask<PickedVideo>[],
  { wx, t, uploader, files, setTimer }: AddOptions,
): Promise<UploadTask<PickedVideo>[]> {
  if (uploader.network !== 'mobile' || !has(wx, 'compressVideo') || !has(wx, 'showActionSheet')) return added
  const large = added.flatMap((task) => {
    const bytes = smallerBytes(task.snapshot.file)
    return bytes === undefined ? [] : [{ task, bytes }]
  })
  if (large.length === 0) return added
  const smaller = large.reduce((sum, { bytes }) => sum + bytes, 0)
  const original = large.reduce((sum, { task }) => sum + task.snapshot.file.size, 0)
  if (!(await askForSmaller(wx, t, { smaller, original }, setTimer))) return added
  for (const { task } of large) task.edit({ shrinking: true })
  // One after the other: a phone makes one video smaller at a time.
  void large.reduce<Promise<unknown>>(async (before, { task }) => {
    await before
    if (isShrinking(task, uploader)) await shrink(task, { wx, uploader, files, setTimer })
  }, Promise.resolve())
  return added
}

async function shrink(
  task: UploadTask<PickedVideo>,
  { wx, uploader, files, setTimer }: Pick<AddOptions, 'wx' | 'uploader' | 'files' | 'setTimer'>,
): Promise<void> {
  const original = task.snapshot.file
  const made = await makeSmaller(wx, original, { files, setTimer })
  // Taken out, or the original preferred, in the meantime.
  if (!isShrinking(task, uploader)) return
  const { path, size, fileName } = made
  if (path === original.path) task.edit({ shrinking: false })
  else takePlace(uploader, task, { path, size, shrinking: false, ...(fileName !== undefined && { fileName }) })
}

function isShrinking({ id, snapshot }: UploadTask<PickedVideo>, uploader: Uploader<PickedVideo>): boolean {
  return snapshot.file.shrinking === true && uploader.get(id) !== undefined
}
