import type { Texts } from '../en/en'
import { lookUp, span } from '../written'

const PROXY = '如果这台机器只能经代理上网，请换一台不需要代理的机器运行 doctor：它不走代理，服务本身也不走。'
const NTP =
  '用 NTP 校时：Linux 用“timedatectl set-ntp true”，Windows 用“w32tm /resync”，macOS 用“sudo sntp -sS ntp.aliyun.com”。中国内地可用 ntp.aliyun.com。'
const side = (skewMs: number) => `${skewMs > 0 ? '慢' : '快'} ${span(skewMs)}`

export const network: Texts['network'] = {
  none: (hosts, code) => ({
    cause: `没有网络：${hosts.join('、')} 一个也连不上（${code}）。`,
    fix: `请让这台机器联网，并让防火墙放行出方向的 HTTPS（443 端口）。${PROXY}`,
  }),
  noneAtAll: '连不上云端的网络。',
  notRunning: (host, code) => ({
    cause: `本机的 ${host} 没有程序在监听（${code}）。`,
    fix: '请在另一个终端用“npm start”启动模拟器和服务。若用了其他端口，这里也要设置同样的 SERVICE_PORT 和 EMULATOR_PORT。要连真实的云，请从配置中去掉 WECHAT_URL、STS_URL、VOD_URL。',
  }),
  name: (host, code) => ({
    cause: `域名 ${host} 解析失败（DNS：${code}）。`,
    fix: `请确认本机有网络、DNS 服务器能应答：“nslookup ${host.replace(/:\d+$/, '')}”。如果是域名写错了，请在配置中改正。`,
  }),
  refused: (host, code) => ({
    cause: `${host} 拒绝连接：那里没有服务在监听，或者中间有防火墙（${code}）。`,
    fix: `请检查地址和端口，并放行出方向的 HTTPS（443 端口）。${PROXY}`,
  }),
  slow: (host, code) => ({
    cause: `${host} 没有按时应答（${code}）。`,
    fix: `请重试；如果一直如此，多半是防火墙丢弃了连接：请放行到 ${host} 的 HTTPS（443 端口）。${PROXY}`,
  }),
  certificate: (host, code) => ({
    cause: `${host} 的证书不可信（${code}）：中间有设备拆解了 TLS，或者本机时钟不对。`,
    fix: '请在没有这种代理的网络中运行 doctor，或用 NODE_EXTRA_CA_CERTS=file.pem 让 Node 信任它的证书机构。',
  }),
  tls: (host, code) => ({
    cause: `${host} 的 TLS 不正常（${code}）。`,
    fix: '请确认只有提供 HTTPS 的端口才写 https://，并且支持 TLS 1.2 或更高版本。',
  }),
  lost: (host, code) => ({
    cause: `还没有收到应答，与 ${host} 的连接就断了（${code}）。`,
    fix: '请重试。如果一直如此，是中间的防火墙、代理或负载均衡断开了连接。',
  }),
}

export const clouds: Texts['clouds'] = {
  stranger: (cloud, action, status) => ({
    cause: `应答 ${action} 的不是 ${cloud}：HTTP ${status}，内容不是 ${cloud} 的格式。`,
    fix: '中间有别的东西在应答，例如上网登录页、代理或其他服务器：请检查 WECHAT_URL、STS_URL、VOD_URL（最好都不设置），并换一个网络再试。',
  }),
  throttled: (cloud, action) => ({
    cause: `${cloud} 限流：目前不再接受这个账号的 ${action}。`,
    fix: '请等一分钟再运行 doctor。如果一直如此，说明账号里还有别的程序在大量调用（STS 每秒 100 次，VOD 上传每秒 80 次）：请在操作审计（ActionTrail）里查找，或在配额中心申请提高配额。',
  }),
  passing: (cloud, action) => ({
    cause: `${cloud} 自身在 ${action} 上出错。`,
    fix: `请过几分钟再运行 doctor。如果一直如此，请带上请求 ID 联系 ${cloud} 的技术支持。`,
  }),
  wrongEndpoint: (cloud, endpoint) => ({
    cause: `${endpoint} 不认识 ${cloud} 的接口：这是别的服务的地址。`,
    fix: '请从配置中去掉 STS_URL 和 VOD_URL：正确的地址由 VOD_REGION 得出。',
  }),
  unknown: (cloud, action, code, said) => ({
    cause: `${cloud} 拒绝了 ${action}，错误码 ${code}${said ? `：“${said}”` : ''}。doctor 不认识这个错误码。`,
    fix: `请在 ${lookUp(code)} 查询，并带上请求 ID 联系阿里云技术支持。`,
  }),
}

export const clock: Texts['clock'] = {
  noDate: '没有任何应答说明当前时间',
  right: (skewMs) => (Math.abs(skewMs) < 2000 ? '准确' : `相差 ${span(skewMs)}`),
  wrong: (skewMs) => ({
    cause: `本机时钟${side(skewMs)}：签名时间相差超过 15 分钟的请求，STS、VOD、OSS 都会拒绝。`,
    fix: NTP,
  }),
  off: (skewMs) => ({
    cause: `本机时钟${side(skewMs)}。服务所在机器的时钟如果快两分钟以上，会把令牌当作有效期不足而拒绝；相差五分钟以上，会拒绝 VOD 的回调。`,
    fix: NTP,
  }),
  refused: (cloud, skewMs) => ({
    cause: `${cloud} 拒绝了请求的时间：本机时钟不对${skewMs !== undefined && Math.abs(skewMs) > 60_000 ? `,${side(skewMs)}` : ''}。`,
    fix: NTP,
  }),
}
