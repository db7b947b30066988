import { createUploader, type UploadSnapshot, wxPorts } from 'wevod-uploader'
import { getAuth } from '../../server'

/** A file as t-upload has it; more of its fields are left as they are. */
interface ShownFile {
  url: string
  percent?: number
  status?: 'loading' | 'reload' | 'failed' | 'done'
}

const uploader = createUploader({ ports: wxPorts(wx), getAuth })

const STATUS: Partial<Record<UploadSnapshot['state'], ShownFile['status']>> = { success: 'done', error: 'failed' }

Page({
  data: {
    files: [] as ShownFile[],
    /** t-upload calls it with the files that were picked, and waits for its promise. */
    upload: null as unknown,
  },

  onLoad() {
    this.setData({ upload: (picked: ShownFile[]) => this.upload(picked) })
  },

  async upload(picked: ShownFile[]) {
    this.setData({ files: [...this.data.files, ...picked] })
    await Promise.all(
      picked.map(({ url }) => {
        const task = uploader.upload({ path: url, title: '海边' })
        task.subscribe((snapshot) => this.show(url, snapshot))
        return task.result
      }),
    )
  },

  show(url: string, { state, progress }: UploadSnapshot) {
    const shown = { percent: Math.round(progress?.percent ?? 0), status: STATUS[state] ?? 'loading' }
    this.setData({ files: this.data.files.map((file) => (file.url === url ? { ...file, ...shown } : file)) })
  },

  remove({ detail: { file } }: { detail: { file: ShownFile } }) {
    void uploader.tasks.find(({ snapshot }) => snapshot.file.path === file.url)?.cancel()
    this.setData({ files: this.data.files.filter(({ url }) => url !== file.url) })
  },
})
