import type { Probe } from '../../finding'
import { vodPolicy } from '../../policies'
import type { Texts } from '../en/en'
import { lookUp } from '../written'

const named = (probes: readonly Probe[]) => probes.map(({ videoId, title }) => `${videoId}(“${title}”)`).join('、')
const CONSOLE = '视频点播控制台（https://vod.console.aliyun.com）'

export const vod: Texts['vod'] = {
  answers: '有应答；但这套配置谁都不能创建视频（见下）',
  active: (region) => `地域 ${region}`,
  notMade: '没能创建探测视频',
  inactive: (region) => ({
    cause: '这个账号没有开通视频点播（ApsaraVideo VOD）。',
    fix: `请用密钥所属的账号在 https://vod.console.aliyun.com 点“立即开通”，并启用 ${region} 的存储。`,
  }),
  suspended: {
    cause: '视频点播已停服：账号欠费。',
    fix: '请在 https://usercenter2.aliyun.com（费用与成本 → 充值）充值，几分钟内恢复。欠费超过 15 天视频可能丢失。',
  },
  notInitialised: (region) => ({
    cause: `视频点播没能在 ${region} 为这个账号完成初始化。`,
    fix: `请打开一次 ${CONSOLE}，在顶部选择 ${region}，并启用存储：媒资管理配置 → 存储管理 → 启用存储。`,
  }),
  noStorage: (region) => ({
    cause: `VOD_REGION=${region} 没有可用的存储：这个地域没有启用存储，或者 VOD_REGION 不是视频所在的地域。`,
    fix: `${CONSOLE}：在顶部选择 ${region} → 媒资管理配置 → 存储管理 → 启用存储；或者把 VOD_REGION 改为已启用存储的地域。`,
  }),
  wrongStorage: (location) => ({
    cause: `这个地域没有 VOD_STORAGE_LOCATION=${location}，或者它没有启用。`,
    fix: `请从${CONSOLE} → 媒资管理配置 → 存储管理 复制存储地址；或者去掉 VOD_STORAGE_LOCATION，使用默认存储。`,
  }),
  uploadSettingsTaken: (names) => (names.length > 0 ? names.join('、') : '没有设置，按 VOD 的默认值'),
  uploadSettingsRefused: (code, said) => ({
    cause: `VOD 拒绝了上传相关的配置：${code}${said ? `,“${said}”` : ''}。`,
    fix: `请检查 VOD_TEMPLATE_GROUP_ID、VOD_WORKFLOW_ID（媒体处理配置 → 转码模板组、工作流管理）、VOD_CATEGORY_ID、VOD_TAGS、VOD_APP_ID；不用的请去掉。详见 ${lookUp(code)}`,
  }),
  noProbe: '没有创建',
  probeDeleted: (probes) => `已创建并删除：${named(probes)}`,
  probeLeft: (probes) => `探测视频 ${named(probes)} 留在了 VOD。`,
  mayNotDelete: (probes, settings) => ({
    cause: `ALIBABA_CLOUD_ACCESS_KEY_ID 的 RAM 用户缺少 vod:DeleteVideo，而 ${settings.join('、')} 需要它。探测视频 ${named(probes)} 留在了 VOD。`,
    fix: `RAM 控制台 → 身份管理 → 用户 → 服务所用的用户 → 权限管理：添加自定义策略 ${vodPolicy(['vod:DeleteVideo'])} 然后在 VOD 控制台删除探测视频。`,
  }),
  leftBehind: (probes) => ({
    cause: `探测视频留在了 VOD，因为这个密钥不能删除视频（按配置也不需要）：${named(probes)}。`,
    fix: '请在 VOD 控制台 → 媒资库 → 音/视频 中删除。它没有文件，不产生费用。',
  }),
  probeUnknown: 'GetVideoInfo 还查不到探测视频：请再运行一次 doctor',
  userDataBack: 'GetVideoInfo 返回 UserData，由此知道视频属于谁',
  userDataLost: (hasSome) => ({
    cause: hasSome
      ? 'GetVideoInfo 返回的 UserData 与创建时不同：读不出视频属于谁的标记。'
      : 'GetVideoInfo 没有返回创建时的 UserData：视频属于谁的标记丢失了。',
    fix: 'miniprogram/config.ts 中 authMethod 用 "credential" 时由服务创建视频，不需要标记。用 "sts" 时可设 CLAIMS=any，接受没有标记的视频（风险见 wrangler.toml）。请告知阿里云技术支持。',
  }),
  noReview: 'REVIEW=false',
  reviewTemplate: (name) => `模板“${name}”`,
  manualReview: (region) => ({
    cause: `REVIEW=true，而 VOD 在 ${region} 不支持智能审核：每个视频都要人工审核。`,
    fix: '请在 VOD 控制台 → 审核管理 人工审核，或选择支持智能审核的 cn-shanghai、cn-beijing、ap-southeast-1。',
  }),
  noReviewTemplate: {
    cause: 'REVIEW=true，而账号没有默认的智能审核模板：视频只能等人工审核，或者没有人审。',
    fix: 'VOD 控制台 → 审核管理 → 审核设置：开启先审后发，并把一个智能审核模板设为默认；或者设 REVIEW=false。',
  },
  mayNotSee: (right) => `没有 ${right} 权限，无法查看；服务本身不需要这个权限`,
}

export const oss: Texts['oss'] = {
  internal: (url) => ({
    cause: `上传地址是内网地址，手机访问不到：${url}。`,
    fix: '请把 VOD_URL 设为 VOD 的公网地址（或者去掉），不要用 VPC 地址（vod-vpc.…）。',
  }),
  unreadable: (endpoint) => ({
    cause: endpoint
      ? `上传地址中的 ${endpoint} 不是 OSS 的地址：手机上的引擎不会向它发送数据。`
      : '无法读取探测视频的 UploadAddress 或 UploadAuth。',
    fix: '请检查 VOD_URL（最好不设置）。如果存储空间绑定了自有域名，请把它写入引擎的 trustedHosts(miniprogram/services.ts)。',
  }),
  wrongRegion: (expected, actual) => ({
    cause: `地域不对：VOD_REGION=${expected}，视频却创建在了 ${actual}。`,
    fix: `请设 VOD_REGION=${actual}；或者从配置中去掉 VOD_URL 和 VOD_STORAGE_LOCATION，并启用 ${expected} 的存储。`,
  }),
  oldShanghai: {
    cause: '这个账号的视频存储在 cn-beijing，而 VOD_REGION 是 cn-shanghai：有些老账号就是这样。',
    fix: '不需要处理：下面的域名列表已按实际列出。如果并非有意，请设 VOD_REGION=cn-beijing。',
  },
  takesV4: (host) => `${host} 接受 V4 签名`,
  takesBoth: (host) => `${host} 接受 V4 和 V1 签名`,
  mayNotList: (host) => ({
    cause: `${host} 接受 V4 签名，但上传凭证不能列出分片（ListParts）。`,
    fix: '上传可以完成；应用关闭后续传的文件可能要重新开始。请向 VOD 技术支持申请 UploadAuth 的 ListParts 权限。',
  }),
  v1Only: (host) => ({
    cause: `${host} 只接受 V1 签名：拒绝了 V4，而引擎 "multipart" 用的就是 V4。`,
    fix: '请向阿里云技术支持询问为什么拒绝 V4(OSS 要求大家都用 V4)；也可能是中间的代理（例如自有域名前的）不支持。在此之前，miniprogram/config.ts 中的引擎 "vendor" 用 V1 签名。',
  }),
  vendorNeedsV1: (host) => ({
    cause: `引擎 "vendor" 用 V1 签名，而 ${host} 拒绝 V1:OSS 正在停用它。`,
    fix: '请在 miniprogram/config.ts 中设 engine: "multipart"，它用 V4 签名。',
  }),
  publicEndpoint: (host) => ({
    cause: `OSS 拒绝通过默认域名 ${host} 上传：2025-03-20 起，中国内地的新用户不能用默认域名。`,
    fix: '请为存储空间绑定已备案、有证书的自有域名（OSS 控制台 → 该 Bucket → 域名管理），并请 VOD 技术支持在 UploadAddress 中使用它；然后写入引擎的 trustedHosts 和服务器域名。',
  }),
  noBucket: (host) => ({
    cause: `上传地址中的存储空间不存在：${host}。`,
    fix: 'VOD 控制台 → 媒资管理配置 → 存储管理：查看启用了哪些存储；VOD_STORAGE_LOCATION 必须是其中之一，或者去掉。',
  }),
}
