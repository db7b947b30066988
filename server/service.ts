import type { Vod } from './cloud/vod'
import type { CallContext } from './http/call'
import type { Limiters } from './limits/rate'
import type { Log } from './log'
import type { Identify } from './login/identify'
import type { WeChat } from './login/wechat'
import type { Metrics } from './metrics/metrics'
import type { MetricsPage } from './routes/admin/metrics'
import type { Settings } from './settings/settings'
import type { Checks } from './store/checks'
import type { Events } from './store/events'
import type { Leases } from './store/lease'
import type { MadeUploads } from './store/made-uploads'
import type { Messages } from './store/messages'
import type { OperatorView } from './store/operator-view'
import type { Orphans } from './store/orphans'
import type { Retention } from './store/retention'
import type { Reviews } from './store/reviews'
import type { TokenCounts } from './store/token-counts'
import type { Videos } from './store/videos'
import type { BlockedUsers } from './users/blocked-users'
import type { Seal } from './users/seal'
import type { Sessions } from './users/session'
import type { UploadMarks } from './users/upload-mark'
import type { CredentialCache } from './users/user-credentials'
import type { SubscribeMessages } from './wechat/subscribe-message'
import type { TextCheck } from './wechat/text-check'

/** What the routes work with. */
export interface Service {
  settings: Settings
  /** Who vouches for the user of a call. */
  identify: Identify
  /** Undefined where no AppSecret is set. */
  wechat: WeChat | undefined
  sessions: Sessions
  blockedUsers: BlockedUsers
  credentials: CredentialCache
  vod: Vod
  videos: Videos
  events: Events
  madeUploads: MadeUploads
  reviews: Reviews
  orphans: Orphans
  tokenCounts: TokenCounts
  operatorView: OperatorView
  checks: Checks
  retention: Retention
  leases: Leases
  messages: Messages
  /** Undefined where there is no AppSecret, or no user's openid. */
  textCheck: TextCheck | undefined
  /** Undefined where no AppSecret is set. */
  weChatMessages: SubscribeMessages | undefined
  marks: UploadMarks
  /** Of what the service gives out and takes back later. */
  seals: { cover: Seal; share: Seal }
  limiters: Limiters
  /** Whom a call comes from, as far as the runtime can vouch for it. */
  addressOf: (c: CallContext) => string
  metrics: Metrics
  /** Undefined where the runtime keeps no metrics of its own. */
  metricsPage: MetricsPage | undefined
  log: Log
  /** Lets work go on after its call has been answered, or its client has left. */
  keepAlive: (c: CallContext, work: Promise<unknown>) => void
  /** Milliseconds since 1970. */
  now: () => number
}
