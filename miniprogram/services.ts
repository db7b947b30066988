import { config } from './config'
import { engines } from './engines'
import { type Texts, textsFor } from './i18n/index'
import { punctualHttp } from './service/punctual-http'
import { serviceAuth } from './service/service-auth'
import { type SessionStore, TokenService } from './service/token-service'
import { wxLogin } from './service/wx-login'
import { type Uploader, wxPorts } from './uploader/index'
import type { Abilities } from './videos/abilities'
import { confirmMobileData } from './videos/confirm-mobile-data'
import { type PickedVideo, repairPickedVideo } from './videos/picked-video'
import { VideoHistory } from './videos/video-history'
import { isTooOld } from './wechat/base-library'
import { attempt, type SetTimer } from './wechat/calls'
import { type Client, readClient } from './wechat/client'
import { textOf } from './wechat/values'

interface Services {
  t: Texts
  uploader: Uploader<PickedVideo>
  history: VideoHistory
  /** Of the engine in use. */
  abilities: Abilities
  /** The WeChat that the app runs in, as it was at the launch. */
  client: Client
  /** This WeChat is too old: nothing can be uploaded, and nothing goes on. */
  tooOld: boolean
  setTimer: SetTimer
}

const SESSION_KEY = 'session'

/** Wires engine, token service and storage together. Whatever wx does, the app starts. */
function createServices(wx: WechatMiniprogram.Wx): Services {
  const client = readClient(wx)
  const t = textsFor(client.language)
  const tooOld = isTooOld(wx, client.library)
  const ports = wxPorts(wx)
  const { setTimer } = ports
  const service = new TokenService({
    url: config.serviceUrl,
    http: punctualHttp(ports),
    login: () => wxLogin(wx, setTimer),
    store: sessionStore(wx),
  })
  const engine = engines[config.engine]
  const uploader = engine.create({
    wx,
    ports,
    service,
    ...serviceAuth(service, config.authMethod),
    confirmMobileData: (bytes: number) => confirmMobileData(wx, t, bytes, setTimer),
    isFile: repairPickedVideo,
    ...(config.vodUrl !== undefined && { vodUrl: config.vodUrl }),
  })
  const history = new VideoHistory(wx)
  uploader.subscribe(({ state, videoId, file }, change) => {
    if (change !== 'changed' || state !== 'success' || !videoId) return
    const { title, size, duration, path, thumbPath } = file
    history.add({ videoId, title, size, duration, path, thumbPath, uploadedAt: ports.now() })
  })
  // What was under way when the app was closed goes on.
  if (!tooOld) uploader.restore()
  return { t, uploader, history, abilities: engine.abilities, client, tooOld, setTimer }
}

/** A session that cannot be read or saved costs another login after a launch, and nothing else. */
function sessionStore(wx: Pick<WechatMiniprogram.Wx, 'getStorageSync' | 'setStorageSync'>): SessionStore {
  return {
    load: () => textOf(attempt('getStorageSync', () => wx.getStorageSync<unknown>(SESSION_KEY), '')) || undefined,
    save: (session) => attempt('setStorageSync', () => wx.setStorageSync(SESSION_KEY, session), undefined),
  }
}

/** What the pages share, for the life of the app. */
export const { t, uploader, history, abilities, client, tooOld, setTimer } = createServices(wx)
