import { config } from './config'
import { engines } from './engines'
import { type Texts, textsFor } from './i18n/index'
import { appVersion } from './reports/app-version'
import { realtimeLog } from './reports/realtime-log'
import { Reports } from './reports/reports'
import { AuthWatch } from './service/auth-watch'
import { cloudRunHttp } from './service/cloud-run-http'
import { KeptSettings } from './service/kept-settings'
import { ownToken } from './service/own-token'
import { punctualHttp } from './service/punctual-http'
import { putCover } from './service/put-cover'
import { serviceAuth } from './service/service-auth'
import type { Login } from './service/session-client'
import { type SessionStore, TokenService } from './service/token-service'
import { wxLogin } from './service/wx-login'
import { type Files, type Uploader, wxPorts } from './uploader/index'
import { hostNameOf } from './uploader/oss/endpoint'
import type { Abilities } from './videos/abilities'
import { followAllowance } from './videos/allowance'
import { confirmMobileData } from './videos/confirm-mobile-data'
import { Deletions } from './videos/deletions'
import { Drafts } from './videos/drafts'
import { MyVideos } from './videos/my-videos'
import { type PickedVideo, repairPickedVideo } from './videos/picked-video'
import { followDetails } from './videos/tell-details'
import { UserSpace } from './videos/user-space'
import { VideoDetails } from './videos/video-details'
import { VideoHistory } from './videos/video-history'
import { isTooOld } from './wechat/base-library'
import type { SetTimer } from './wechat/calls'
import { type Client, readClient } from './wechat/client'
import { textOf } from './wechat/values'

interface Services {
  t: Texts
  service: TokenService
  /** Storage of the user who is logged in. */
  space: UserSpace
  /** What the operator allows and offers. */
  settings: KeptSettings
  /** What the user says of videos that VOD has. */
  details: VideoDetails
  /** Videos that the user has deleted. */
  deletions: Deletions
  myVideos: MyVideos
  uploader: Uploader<PickedVideo>
  history: VideoHistory
  /** Of the engine in use. */
  abilities: Abilities
  /** The WeChat that the app runs in, as it was at the launch. */
  client: Client
  /** This WeChat is too old: nothing can be uploaded, and nothing goes on. */
  tooOld: boolean
  setTimer: SetTimer
  files: Files
  /** Which permissions to upload are being asked for. */
  authWatch: AuthWatch
}

const SESSION_KEY = 'session'

/** Wires engine, token service and storage together. Whatever wx does, the app starts. */
function createServices(wx: WechatMiniprogram.Wx): Services {
  const client = readClient(wx)
  const t = textsFor(client.language)
  const tooOld = isTooOld(wx, client.library)
  const space = new UserSpace(wx, { loginFirst: client.platform === 'devtools' })
  const own = wxPorts(wx)
  const ports = { ...own, ...(own.storage && { storage: space.texts(own.storage) }) }
  const { setTimer, files, now } = ports
  const http = punctualHttp(ports)
  const { cloudRun } = config
  const service = new TokenService({
    url: cloudRun ? '' : config.serviceUrl,
    http: cloudRun ? punctualHttp({ ...ports, http: cloudRunHttp(wx, cloudRun, setTimer) }) : http,
    login: loginOf(wx, setTimer),
    store: sessionStore(space),
    users: space,
  })
  const settings = new KeptSettings({ service, space, setTimer })
  const trustedHosts = config.vodUrl === undefined ? [] : [hostNameOf(config.vodUrl)]
  const details = new VideoDetails({
    service,
    putCover: (videoId, path) => putCover(videoId, path, { service, http, files, now, trustedHosts }),
    space,
    setTimer,
  })
  const engine = engines[config.engine]
  const authWatch = new AuthWatch()
  const auth = serviceAuth(service, config.authMethod)
  const uploader = engine.create({
    wx,
    ports,
    service,
    ...auth,
    getAuth: authWatch.watch(auth.getAuth),
    confirmMobileData: (bytes: number) => confirmMobileData(wx, t, bytes, setTimer),
    isFile: repairPickedVideo,
    ...(config.vodUrl !== undefined && { vodUrl: config.vodUrl }),
  })
  const history = new VideoHistory({
    getStorageSync: (key) => space.get(key),
    setStorageSync: (key, value) => space.set(key, value),
  })
  space.onEnter(() => history.reload())
  uploader.subscribe(({ state, videoId, file }, change) => {
    if (change !== 'changed' || state !== 'success' || !videoId) return
    const { title, size, duration, path, thumbPath } = file
    history.add({ videoId, title, size, duration, path, thumbPath, uploadedAt: ports.now() })
  })
  const drafts = new Drafts({ uploader, space, files, setTimer })
  followDetails(uploader, details)
  followAllowance(uploader, settings)
  new Reports({
    log: realtimeLog(wx),
    wanted: () => settings.current?.reports === true,
    send: (reports) => service.report(reports),
    phone: { engine: config.engine, platform: client.platform, library: client.library, app: appVersion(wx) },
    network: () => uploader.network,
    setTimer,
    now,
  }).follow(uploader)
  const deletions = new Deletions({ service, space, setTimer })
  deletions.subscribe((videoId, change) => {
    if (change !== 'deleted') return
    history.remove(videoId)
    details.forget(videoId)
  })
  space.onLeave(() => uploader.release())
  const myVideos = new MyVideos({ service, space, uploader, history, deletions, details, now, setTimer })
  if (!tooOld) {
    // What was under way when the app was closed goes on, and what was picked is there.
    const restore = () => {
      uploader.restore()
      drafts.restore()
    }
    restore()
    space.onEnter(restore)
    settings.start()
    details.start()
    deletions.start()
  }
  return {
    t,
    service,
    space,
    settings,
    details,
    deletions,
    myVideos,
    uploader,
    history,
    abilities: engine.abilities,
    client,
    tooOld,
    setTimer,
    files,
    authWatch,
  }
}

/** Who vouches for the user: what config.ts says, and wx.login where it says nothing. */
function loginOf(wx: WechatMiniprogram.Wx, setTimer: SetTimer): Login {
  const { cloudRun, getToken } = config
  if (cloudRun) return { kind: 'cloudrun' }
  return getToken ? { kind: 'jwt', getToken: () => ownToken(getToken, setTimer) } : () => wxLogin(wx, setTimer)
}

/** A session that cannot be read or saved costs another login after a launch, and nothing else. */
function sessionStore(space: UserSpace): SessionStore {
  return {
    load: () => textOf(space.get(SESSION_KEY)) || undefined,
    save: (session) => space.set(SESSION_KEY, session),
  }
}

const services = createServices(wx)

/** What the pages share, for the life of the app. */
export const { t, service, space, settings, details, deletions, myVideos, authWatch } = services
export const { uploader, history, abilities, client, tooOld, setTimer, files } = services
