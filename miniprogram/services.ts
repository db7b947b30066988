import { config } from './config'
import { type Texts, textsFor } from './i18n/index'
import { freshCredentials } from './service/fresh-credentials'
import { TokenService } from './service/token-service'
import { wxLogin } from './service/wx-login'
import { createUploader, UploadQueue } from './uploader/index'
import { wxPorts } from './uploader/wx/wx-ports'
import type { PickedVideo } from './videos/picked-video'
import { VideoHistory } from './videos/video-history'

interface Services {
  t: Texts
  queue: UploadQueue<PickedVideo>
  history: VideoHistory
}

const SESSION_KEY = 'session'

/** Wires engine, token service and storage together. */
function createServices(wx: WechatMiniprogram.Wx): Services {
  const ports = wxPorts(wx)
  const service = new TokenService({
    url: config.serviceUrl,
    http: ports.http,
    login: () => wxLogin(wx),
    store: {
      load: () => (wx.getStorageSync(SESSION_KEY) as string) || undefined,
      save: (session) => wx.setStorageSync(SESSION_KEY, session),
    },
  })
  const uploader = createUploader({
    ports,
    getCredentials: freshCredentials(() => service.getCredentials(), ports.now),
    ...(config.vodUrl !== undefined && { vodUrl: config.vodUrl }),
  })
  const queue = new UploadQueue<PickedVideo>(uploader)
  const history = new VideoHistory(wx)
  queue.subscribe(({ state, videoId, file }, change) => {
    if (change !== 'changed' || state !== 'success' || !videoId) return
    const { title, size, duration, path, thumbPath } = file
    try {
      history.add({ videoId, title, size, duration, path, thumbPath, uploadedAt: ports.now() })
    } catch (error) {
      // A full storage costs the list an entry, not the queue its next file.
      console.warn('The list of uploaded videos could not be saved.', error)
    }
  })
  return { t: textsFor(wx.getAppBaseInfo().language), queue, history }
}

/** What the pages share, for the life of the app. */
export const { t, queue, history } = createServices(wx)
