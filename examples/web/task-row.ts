import { UploadError, type UploadSnapshot, type UploadTask } from 'wevod-uploader'

interface Actions {
  /** The user has picked the file again. Resolves with whether it is that file. */
  again(file: File): Promise<boolean>
  /** The upload is of no use any more. */
  remove(): void
}

/** Of errors that are over once the file has been picked again: a page that was loaded anew may not read it. */
const LOST: readonly string[] = ['file_missing', 'file_changed', 'file_unreadable']

/** A row that shows an upload: what it is at, and what can be done with it. */
export function showTask(task: UploadTask, { again, remove }: Actions): HTMLLIElement {
  const row = document.createElement('li')
  const name = document.createElement('span')
  const bar = document.createElement('progress')
  const says = document.createElement('small')
  const button = (label: string, act: () => unknown) => {
    const made = document.createElement('button')
    made.textContent = label
    made.addEventListener('click', () => act())
    return made
  }
  const pause = button('Pause', () => task.pause())
  const resume = button('Resume', () => task.resume())
  const retry = button('Try again', () => task.start())
  const cancel = button('Cancel', async () => {
    await task.cancel()
    remove()
    row.remove()
  })
  const pick = document.createElement('input')
  pick.type = 'file'
  pick.setAttribute('aria-label', `Choose ${task.snapshot.file.fileName} again`)
  pick.addEventListener('change', async () => {
    const [file] = pick.files ?? []
    if (file && !(await again(file))) says.textContent = `${file.name} is another file.`
  })
  row.append(name, bar, says, pause, resume, retry, pick, cancel)

  task.subscribe((snapshot) => {
    const { state, progress, error, file } = snapshot
    name.textContent = file.fileName ?? ''
    bar.value = (progress?.percent ?? 0) / 100
    says.textContent = describe(snapshot)
    const lost = error instanceof UploadError && LOST.includes(error.code)
    pause.hidden = state !== 'checking' && state !== 'uploading'
    resume.hidden = state !== 'paused'
    retry.hidden = state !== 'error' || lost
    pick.hidden = state !== 'error' || !lost
    cancel.hidden = state === 'success'
  })
  return row
}

function describe({ state, progress, error, pausedBy, retrying }: UploadSnapshot): string {
  if (error instanceof UploadError) return `${error.message} [${error.code}]`
  if (error) return String(error)
  const percent = `${Math.floor(progress?.percent ?? 0)} %`
  if (state === 'paused') return `${percent}, paused by ${pausedBy}`
  return [state, percent, retrying && 'trying again'].filter(Boolean).join(', ')
}
