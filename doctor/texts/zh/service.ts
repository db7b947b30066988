import type { Texts } from '../en/en'
import { span } from '../written'

const CALLBACK = 'VOD 控制台 → 媒资管理配置 → 回调设置'

export const service: Texts['service'] = {
  noUrl: '不知道它的地址：请用 --url https://… 给出，或在 miniprogram/config.ts 中设置 serviceUrl',
  ready: (url) => `${url} 已就绪，数据库有应答`,
  plainHttp: (url) => ({
    cause: `${url} 是明文 HTTP：微信只接受 https，会话也会在网络上裸奔。`,
    fix: '请在服务前面加上 HTTPS（中国内地需要已备案的域名，证书要由权威机构签发），并给出 https:// 地址。',
  }),
  certificate: (host, code) => ({
    cause: `微信不会信任 ${host} 的证书：${
      code === 'CERT_HAS_EXPIRED'
        ? '已过期'
        : code === 'ERR_TLS_CERT_ALTNAME_INVALID'
          ? '域名不匹配'
          : code.includes('SELF_SIGNED')
            ? '是自签名证书'
            : '证书链不完整，或签发机构不可信'
    }(${code})。`,
    fix: `请为 ${host} 安装权威机构签发的证书，并带上中间证书（fullchain.pem），例如 Let's Encrypt 或阿里云数字证书管理服务；然后重新加载服务器。`,
  }),
  certificateEnds: (days) => ({
    cause: `服务的证书还有 ${days} 天到期。`,
    fix: '请续期，并检查为什么没有自动续期。',
  }),
  isAddress: (host) => ({
    cause: `${host} 是 IP 地址，微信的服务器域名不接受 IP。`,
    fix: '请为服务配置域名（中国内地需要备案）。',
  }),
  noDatabase: {
    cause: '服务在运行，但数据库没有应答。',
    fix: 'Workers：运行“npx wrangler d1 migrations apply wevod --remote”，并检查 wrangler.toml 中的 database_id。PostgreSQL：数据库是否启动、DATABASE 是否正确、这台机器能否连接？服务日志中有 store_unavailable 一行。',
  },
  misconfigured: (detail) => ({
    cause: `服务在运行，但缺少必需的配置。${detail}`,
    fix: '请在服务运行的地方补上：那里的配置与 doctor 在这里读到的不同。',
  }),
  refuses: (code, title) => ({
    cause: `服务对 /readyz 的应答是 ${code}：${title}。`,
    fix: '请在服务日志中查找这个请求。',
  }),
  notOurs: (url, status, type) => ({
    cause: `在 ${url} 应答的不是本服务：HTTP ${status}，${type}。`,
    fix: '请检查地址（一般不带路径），以及代理或域名是否指向服务。“curl -i <地址>/healthz”应得到 {"status":"ok"}。',
  }),
  clockOff: (skewMs) => ({
    cause: `服务所在机器的时钟${skewMs === undefined ? '相差五分钟以上' : `${skewMs > 0 ? '快' : '慢'} ${span(skewMs)}`}：会误判令牌，并拒绝 VOD 的回调。`,
    fix: '请在那台机器上用 NTP 校时（“timedatectl set-ntp true”；中国内地可用 ntp.aliyun.com）。',
  }),
}

export const callback: Texts['callback'] = {
  notWanted: '没有 VOD_CALLBACK_URL：服务改为每分钟询问 VOD',
  arrives: (url) => `${url} 接受了带签名的回调`,
  notSet: (url) => ({
    cause: 'VOD 不会发送回调：没有设置。',
    fix: `${CALLBACK}:HTTP 方式，${url}，开启鉴权，密钥为 VOD_CALLBACK_KEY 的值，选择全部事件。`,
  }),
  byQueue: (url) => ({
    cause: 'VOD 把回调发到了消息队列（MNS），而不是服务。',
    fix: `${CALLBACK}：选择 HTTP 方式，${url}。`,
  }),
  otherUrl: (atVod, here) => ({
    cause: `VOD 把回调发到 ${atVod}，而 VOD_CALLBACK_URL 是 ${here}：签名逐字节覆盖地址。`,
    fix: `请把两处改成一样：${CALLBACK}，或者配置项。`,
  }),
  unsigned: {
    cause: 'VOD 的回调没有签名：鉴权没有开启。服务会拒绝这样的回调。',
    fix: `${CALLBACK}：开启鉴权，密钥为 VOD_CALLBACK_KEY 的值。`,
  },
  otherKey: {
    cause: '回调密钥不一致：VOD 签名用的密钥与 VOD_CALLBACK_KEY 不同，服务会拒绝所有回调。',
    fix: `请把两处设为同一个密钥：${CALLBACK} → 鉴权密钥，以及 VOD_CALLBACK_KEY。更换期间，VOD_CALLBACK_KEY_PREVIOUS 可以保留旧的。`,
  },
  notSent: (types) => ({
    cause: `VOD 没有通知 ${types.join('、')}：这些信息要靠询问才知道，会晚一些。`,
    fix: `${CALLBACK}：选上这些事件，或者全选。`,
  }),
  unreachable: (url) => ({
    cause: `VOD 访问不到 ${url}：这是本机地址。`,
    fix: '请把 VOD_CALLBACK_URL 和 VOD 控制台的回调地址设为服务的公网 https:// 地址。',
  }),
  wrongPath: (url) => ({
    cause: `VOD_CALLBACK_URL=${url} 不是以 /vod/events 结尾，而服务在那里接收回调。`,
    fix: '请设为服务地址加 /vod/events，配置项和 VOD 控制台两处都要改。',
  }),
  elsewhere: (url, serviceUrl) => ({
    cause: `回调发往 ${url}，而服务在 ${serviceUrl}。`,
    fix: '如果两者是同一个服务，不需要处理。',
  }),
  keyDiffers: {
    cause:
      '回调密钥不一致：用这里的 VOD_CALLBACK_URL 和 VOD_CALLBACK_KEY 签名的事件，运行中的服务拒绝了，说明它用的是别的值。',
    fix: `请让服务运行的地方、这里、VOD 控制台（媒资管理配置 → 回调设置 → 鉴权密钥）三处一致；Workers：“npx wrangler secret put VOD_CALLBACK_KEY”和 [vars] 中的 VOD_CALLBACK_URL，然后重新部署。`,
  },
  notServed: {
    cause: '运行中的服务不接收回调：它没有 VOD_CALLBACK_URL 和 VOD_CALLBACK_KEY。',
    fix: '请在服务运行的地方设置这两项，并重新启动。',
  },
  refused: (url, code) => ({
    cause: `发往 ${url} 的带签名回调得到 ${code}，而不是 200 {"status":"ok"}:VOD 会再试两次，然后放弃。`,
    fix: '请检查地址是否直达服务（没有重定向，也没有登录页），并查看服务日志。',
  }),
}
