import { createUploader, type UploadTask } from 'wevod-uploader'
import { createServiceClient } from 'wevod-uploader/service'
import { type WebPorts, webPorts } from 'wevod-uploader/web'
import { showTask } from './task-row'

/** What the dev server tells: in a real page, constants. */
interface Config {
  serviceUrl: string
  /** Undefined for the real VOD. */
  vodUrl?: string
}

const element = <E extends HTMLElement>(id: string) => document.getElementById(id) as E
const query = new URLSearchParams(location.search)
/** Who is logged in; in a real page that is what your login says. */
const user = query.get('user') ?? 'alice'

async function askBackend<T>(path: string, body?: object): Promise<T> {
  const answer = await fetch(path, body && { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`)
  return (await answer.json()) as T
}

async function start(ports: WebPorts): Promise<void> {
  const { serviceUrl, vodUrl } = await askBackend<Config>('/config')
  const service = createServiceClient({ url: serviceUrl, ports, getToken: () => askBackend('/token', { user }) })
  const uploader = createUploader({
    ports,
    ...service.auth(query.get('method') === 'credential' ? 'credential' : 'sts'),
    ...(vodUrl !== undefined && { vodUrl }),
  })

  async function showVideos(): Promise<void> {
    const { videos } = await service.listVideos()
    element('videos').replaceChildren(
      ...videos.map(({ title, status, size }) => {
        const row = document.createElement('li')
        row.textContent = `${title}, ${size} bytes, ${status}`
        return row
      }),
    )
  }

  function show(task: UploadTask): void {
    const again = async (file: File) => (await uploader.reattachFile(ports.addFile(file))) !== undefined
    element('uploads').append(showTask(task, { again, remove: () => uploader.remove(task.id) }))
    task.subscribe(({ state, file }) => {
      if (state === 'success' || state === 'canceled') ports.forgetFile(file.path)
      if (state === 'success') void showVideos()
    })
  }

  for (const task of uploader.restore()) show(task)
  const input = element<HTMLInputElement>('pick')
  input.addEventListener('change', () => {
    for (const file of input.files ?? []) show(uploader.upload(ports.addFile(file)))
    input.value = ''
  })
  element('who').textContent = `Logged in as ${user}`
  await showVideos()
}

// One page at a time: two would both go on with what is kept. A second one waits until the first is closed.
void navigator.locks.request(`uploads of ${user}`, async () => {
  await start(webPorts({ keyPrefix: `${user}.` })).catch((error: unknown) => {
    element('who').textContent = String(error)
  })
  await new Promise(() => undefined)
})
