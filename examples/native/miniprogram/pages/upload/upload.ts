import { createUploader, type UploadTask, wxPorts } from 'wevod-uploader'
import { getAuth } from '../../server'

const uploader = createUploader({ ports: wxPorts(wx), getAuth })
// What was under way when the app was closed goes on.
uploader.restore()

Page({
  data: { state: '', percent: 0 },

  onLoad() {
    const [task] = uploader.tasks
    if (task) this.follow(task)
  },

  async choose() {
    const { tempFiles } = await wx.chooseMedia({ count: 1, mediaType: ['video'], sizeType: ['original'] })
    const [video] = tempFiles
    if (video) this.follow(uploader.upload({ path: video.tempFilePath, title: '海边' }))
  },

  follow(task: UploadTask) {
    task.subscribe(({ state, progress }) => this.setData({ state, percent: progress?.percent ?? 0 }))
  },

  pause() {
    for (const task of uploader.tasks) task.pause()
  },

  resume() {
    for (const task of uploader.tasks) task.resume()
  },
})
