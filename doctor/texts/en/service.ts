import { span } from '../written'

export const service = {
  noUrl: 'its address is not known: give --url https://…, or set serviceUrl in miniprogram/config.ts',
  ready: (url: string) => `${url} is ready, its database answers`,
  plainHttp: (url: string) => ({
    cause: `${url} is plain HTTP: WeChat takes https only, and sessions would travel in the open.`,
    fix: 'Put HTTPS in front of the service (a domain with ICP filing in mainland China, a certificate of an authority), and give its https:// address.',
  }),
  certificate: (host: string, code: string) => ({
    cause: `WeChat will not trust the certificate of ${host}: ${
      code === 'CERT_HAS_EXPIRED'
        ? 'it has expired'
        : code === 'ERR_TLS_CERT_ALTNAME_INVALID'
          ? 'it is for another name'
          : code.includes('SELF_SIGNED')
            ? 'it is self-signed'
            : 'its chain is not complete, or of an unknown authority'
    } (${code}).`,
    fix: `Install a certificate of an authority for ${host}, with its intermediate certificates (fullchain.pem), for example by Let's Encrypt or Alibaba Cloud's certificate service; reload the server.`,
  }),
  certificateEnds: (days: number) => ({
    cause: `The certificate of the service ends in ${days} ${days === 1 ? 'day' : 'days'}.`,
    fix: 'Renew it, and see why that does not happen by itself.',
  }),
  isAddress: (host: string) => ({
    cause: `${host} is an IP address, which WeChat takes for no server domain.`,
    fix: 'Give the service a domain name (with ICP filing in mainland China).',
  }),
  noDatabase: {
    cause: 'The service runs, but its database does not answer.',
    fix: 'On Workers: "npx wrangler d1 migrations apply wevod --remote", and database_id in wrangler.toml. With PostgreSQL: is it up, is DATABASE right, and may this machine connect? The log of the service has the line store_unavailable.',
  },
  misconfigured: (detail: string) => ({
    cause: `The service runs without the settings it needs. ${detail}`,
    fix: 'Set there what it names: the settings where it runs are others than those that doctor has read here.',
  }),
  refuses: (code: string, title: string) => ({
    cause: `The service answers /readyz with ${code}: ${title}.`,
    fix: 'Look for this request in its log.',
  }),
  notOurs: (url: string, status: number, type: string) => ({
    cause: `It is not the service that answers at ${url}: HTTP ${status}, ${type}.`,
    fix: 'Check the address (no path, unless a proxy takes it away), and that the proxy or the domain leads to the service. "curl -i <address>/healthz" must give {"status":"ok"}.',
  }),
  clockOff: (skewMs: number | undefined) => ({
    cause: `The clock of the service's machine is ${skewMs === undefined ? 'more than five minutes off' : `${span(skewMs)} ${skewMs > 0 ? 'ahead' : 'behind'}`}: tokens are misjudged, and VOD's notifications refused.`,
    fix: 'Set the clock there by NTP ("timedatectl set-ntp true"; in mainland China, ntp.aliyun.com answers).',
  }),
}

export const callback = {
  notWanted: 'no VOD_CALLBACK_URL: the service asks VOD once a minute instead',
  arrives: (url: string) => `a signed one is taken at ${url}`,
  notSet: (url: string) => ({
    cause: 'VOD sends no notifications: its callback is not set.',
    fix: `VOD's console, 媒资管理配置, 回调设置: HTTP, ${url}, authentication (鉴权) on with the value of VOD_CALLBACK_KEY, all events.`,
  }),
  byQueue: (url: string) => ({
    cause: 'VOD sends its notifications to a queue (MNS), not to the service.',
    fix: `VOD's console, 媒资管理配置, 回调设置: choose HTTP, ${url}.`,
  }),
  otherUrl: (atVod: string, here: string) => ({
    cause: `VOD sends its notifications to ${atVod}, but VOD_CALLBACK_URL is ${here}: signatures cover the address byte for byte.`,
    fix: "Make both the same: in VOD's console, 媒资管理配置, 回调设置, or in the settings.",
  }),
  unsigned: {
    cause: 'VOD sends its notifications without a signature: authentication (鉴权) is off. The service refuses them.',
    fix: "VOD's console, 媒资管理配置, 回调设置: switch 鉴权 on, with the value of VOD_CALLBACK_KEY.",
  },
  otherKey: {
    cause:
      'The callback key does not match: VOD signs its notifications with another key than VOD_CALLBACK_KEY, so that the service refuses all of them.',
    fix: "Put one key into both: VOD's console, 媒资管理配置, 回调设置, 鉴权密钥, and VOD_CALLBACK_KEY. While you change it, VOD_CALLBACK_KEY_PREVIOUS takes the former one.",
  },
  notSent: (types: readonly string[]) => ({
    cause: `VOD does not announce ${types.join(', ')}: what they tell is learnt late, by asking.`,
    fix: "VOD's console, 媒资管理配置, 回调设置: choose these events, or all.",
  }),
  unreachable: (url: string) => ({
    cause: `VOD cannot reach ${url}: it is an address of this machine.`,
    fix: "Set VOD_CALLBACK_URL and the callback in VOD's console to the public https:// address of the service.",
  }),
  wrongPath: (url: string) => ({
    cause: `VOD_CALLBACK_URL=${url} does not end in /vod/events, where the service takes notifications.`,
    fix: "Set it to the service's address and /vod/events, in the settings and in VOD's console.",
  }),
  elsewhere: (url: string, serviceUrl: string) => ({
    cause: `Notifications go to ${url}, which is not at ${serviceUrl}.`,
    fix: 'If both lead to the same service, nothing has to be done.',
  }),
  keyDiffers: {
    cause:
      'The callback key does not match: the running service refuses an event that is signed with VOD_CALLBACK_URL and VOD_CALLBACK_KEY of these settings, so it has others.',
    fix: 'Set both alike where the service runs, here, and in VOD\'s console (媒资管理配置, 回调设置, 鉴权密钥); on Workers: "npx wrangler secret put VOD_CALLBACK_KEY" and [vars] VOD_CALLBACK_URL, then deploy.',
  },
  notServed: {
    cause: 'The running service takes no notifications: it has no VOD_CALLBACK_URL and VOD_CALLBACK_KEY.',
    fix: 'Set both where the service runs, and start it anew.',
  },
  refused: (url: string, code: string) => ({
    cause: `A signed notification to ${url} was answered with ${code}, and not with 200 {"status":"ok"}: VOD would try twice more and give up.`,
    fix: 'Check that the address leads to the service without a redirect or a login in between, and look into its log.',
  }),
}
