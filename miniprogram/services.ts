import { config } from './config'
import { engines } from './engines'
import { type Texts, textsFor } from './i18n/index'
import { serviceAuth } from './service/service-auth'
import { TokenService } from './service/token-service'
import { wxLogin } from './service/wx-login'
import { type Uploader, wxPorts } from './uploader/index'
import type { Abilities } from './videos/abilities'
import { confirmMobileData } from './videos/confirm-mobile-data'
import { isPickedVideo, type PickedVideo } from './videos/picked-video'
import { VideoHistory } from './videos/video-history'

interface Services {
  t: Texts
  uploader: Uploader<PickedVideo>
  history: VideoHistory
  /** Of the engine in use. */
  abilities: Abilities
}

const SESSION_KEY = 'session'

/** Wires engine, token service and storage together. */
function createServices(wx: WechatMiniprogram.Wx): Services {
  const t = textsFor(wx.getAppBaseInfo().language)
  const ports = wxPorts(wx)
  const keepSession = (session: string) => {
    try {
      wx.setStorageSync(SESSION_KEY, session)
    } catch (error) {
      // A full storage costs another login after the next launch, not this one.
      console.warn('The session could not be saved.', error)
    }
  }
  const service = new TokenService({
    url: config.serviceUrl,
    http: ports.http,
    login: () => wxLogin(wx),
    store: {
      load: () => (wx.getStorageSync(SESSION_KEY) as string) || undefined,
      save: keepSession,
    },
  })
  const engine = engines[config.engine]
  const uploader = engine.create({
    wx,
    ports,
    service,
    ...serviceAuth(service, config.authMethod),
    confirmMobileData: (bytes: number) => confirmMobileData(wx, t, bytes),
    isFile: isPickedVideo,
    ...(config.vodUrl !== undefined && { vodUrl: config.vodUrl }),
  })
  const history = new VideoHistory(wx)
  uploader.subscribe(({ state, videoId, file }, change) => {
    if (change !== 'changed' || state !== 'success' || !videoId) return
    const { title, size, duration, path, thumbPath } = file
    try {
      history.add({ videoId, title, size, duration, path, thumbPath, uploadedAt: ports.now() })
    } catch (error) {
      // A full storage costs the list an entry, not the queue its next file.
      console.warn('The list of uploaded videos could not be saved.', error)
    }
  })
  // What was under way when the app was closed goes on.
  uploader.restore()
  return { t, uploader, history, abilities: engine.abilities }
}

/** What the pages share, for the life of the app. */
export const { t, uploader, history, abilities } = createServices(wx)
