import type { Probe } from '../../finding'
import { vodPolicy } from '../../policies'
import { lookUp } from '../written'

const named = (probes: readonly Probe[]) => probes.map(({ videoId, title }) => `${videoId} (“${title}”)`).join(', ')

export const vod = {
  answers: 'it answers; nobody of this setup may make a video (see below)',
  active: (region: string) => `in ${region}`,
  notMade: 'no probe could be made',
  inactive: (region: string) => ({
    cause: 'ApsaraVideo VOD (视频点播) is not activated for this account.',
    fix: `Activate it at https://vod.console.aliyun.com (视频点播, 立即开通), with the account of the access key, and enable storage in ${region}.`,
  }),
  suspended: {
    cause: 'VOD is suspended: the account is in arrears (欠费).',
    fix: 'Top up the account at https://usercenter2.aliyun.com (费用与成本, 充值); VOD comes back within minutes. After 15 days of arrears videos can be lost.',
  },
  notInitialised: (region: string) => ({
    cause: `VOD could not set itself up for this account in ${region}.`,
    fix: `Open https://vod.console.aliyun.com once, choose ${region} at the top, and enable its storage: 媒资管理配置, 存储管理, 启用存储.`,
  }),
  noStorage: (region: string) => ({
    cause: `VOD has no storage in VOD_REGION=${region}: it is not enabled there, or VOD_REGION is not the region where your videos are.`,
    fix: `https://vod.console.aliyun.com, choose ${region} at the top, 媒资管理配置, 存储管理, 启用存储; or set VOD_REGION to the region whose storage is enabled.`,
  }),
  wrongStorage: (location: string) => ({
    cause: `VOD does not know VOD_STORAGE_LOCATION=${location} in this region, or its storage is not enabled.`,
    fix: "Copy the address from VOD's console, 媒资管理配置, 存储管理; or leave VOD_STORAGE_LOCATION out: then the default one is taken.",
  }),
  uploadSettingsTaken: (names: readonly string[]) =>
    names.length > 0 ? names.join(', ') : "none; VOD's defaults hold",
  uploadSettingsRefused: (code: string, said: string) => ({
    cause: `VOD refuses what the settings say of uploads: ${code}${said ? `, “${said}”` : ''}.`,
    fix: `Check VOD_TEMPLATE_GROUP_ID and VOD_WORKFLOW_ID (媒体处理配置, 转码模板组 and 工作流管理), VOD_CATEGORY_ID, VOD_TAGS and VOD_APP_ID; leave out what you do not use. More: ${lookUp(code)}`,
  }),
  noProbe: 'none was made',
  probeDeleted: (probes: readonly Probe[]) => `made and deleted: ${named(probes)}`,
  probeLeft: (probes: readonly Probe[]) => `The probe ${named(probes)} has stayed at VOD.`,
  mayNotDelete: (probes: readonly Probe[], settings: readonly string[]) => ({
    cause: `The RAM user of ALIBABA_CLOUD_ACCESS_KEY_ID lacks vod:DeleteVideo, which ${settings.join(' and ')} needs. The probe ${named(probes)} has stayed.`,
    fix: `RAM console, Identities, Users, the user of the service, Permissions: add the custom policy ${vodPolicy(['vod:DeleteVideo'])} Then delete the probe in VOD's console.`,
  }),
  leftBehind: (probes: readonly Probe[]) => ({
    cause: `The probe has stayed at VOD, since this key may not delete videos (and by the settings need not): ${named(probes)}.`,
    fix: "Delete it in VOD's console, 媒资库, 音/视频. It has no file, and costs nothing.",
  }),
  probeUnknown: 'GetVideoInfo does not know the probe yet: run doctor again',
  userDataBack: 'GetVideoInfo gives UserData back, which says whose a video is',
  userDataLost: (hasSome: boolean) => ({
    cause: hasSome
      ? 'GetVideoInfo gives back other UserData than CreateUploadVideo was given: the mark that says whose a video is cannot be read.'
      : 'GetVideoInfo does not give back the UserData of CreateUploadVideo: the mark that says whose a video is gets lost.',
    fix: 'With authMethod "credential" in miniprogram/config.ts the service makes each video itself and needs no mark. With "sts", CLAIMS=any takes videos without one (its risk stands in wrangler.toml). Tell Alibaba Cloud\'s support.',
  }),
  noReview: 'REVIEW=false',
  reviewTemplate: (name: string) => `template “${name}”`,
  manualReview: (region: string) => ({
    cause: `REVIEW=true, and VOD does not review by itself in ${region}: each video waits for a person.`,
    fix: "Review videos in VOD's console (审核管理), or choose cn-shanghai, cn-beijing or ap-southeast-1, which review automatically.",
  }),
  noReviewTemplate: {
    cause:
      'REVIEW=true, and the account has no default template of automatic review: each video waits for a person, or for nobody.',
    fix: "VOD's console, 审核管理, 审核设置: switch 先审后发 on, and make a template under 智能审核 the default one; or set REVIEW=false.",
  },
  mayNotSee: (right: string) => `cannot be seen without ${right}, which the service itself does not need`,
}

export const oss = {
  internal: (url: string) => ({
    cause: `The upload address is an internal one, which no phone can reach: ${url}.`,
    fix: 'Set VOD_URL to the public address of VOD (or leave it out), not to that of the VPC (vod-vpc.…).',
  }),
  unreadable: (endpoint: string | undefined) => ({
    cause: endpoint
      ? `The upload address names ${endpoint}, which is none of OSS's: the phone's engine sends no bytes there.`
      : 'The UploadAddress or the UploadAuth of the probe cannot be read.',
    fix: 'Check VOD_URL (best not set at all). If the bucket has a domain of its own, name it in trustedHosts of the engine (miniprogram/services.ts).',
  }),
  wrongRegion: (expected: string, actual: string) => ({
    cause: `The region is wrong: VOD_REGION=${expected}, but the video has come to be in ${actual}.`,
    fix: `Set VOD_REGION=${actual}; or take VOD_URL and VOD_STORAGE_LOCATION out of the settings, and enable storage in ${expected}.`,
  }),
  oldShanghai: {
    cause:
      'The videos of this account are stored in cn-beijing, though VOD_REGION is cn-shanghai: so it is with some old accounts.',
    fix: 'Nothing has to be done: the domains below name both regions as they are. If it is not meant so, set VOD_REGION=cn-beijing.',
  },
  takesV4: (host: string) => `${host} takes signature V4`,
  takesBoth: (host: string) => `${host} takes signatures V4 and V1`,
  mayNotList: (host: string) => ({
    cause: `${host} takes signature V4, but the key of an upload may not list its parts (ListParts).`,
    fix: "Uploads arrive; those that are resumed after the app was closed may begin anew. Ask VOD's support for ListParts in UploadAuth.",
  }),
  v1Only: (host: string) => ({
    cause: `${host} takes signature V1 only: it refuses V4, with which the engine "multipart" signs.`,
    fix: 'Ask Alibaba Cloud\'s support why the bucket refuses V4, which OSS wants of everybody; something in between, such as a proxy at a custom domain, may not know it. Until then, engine "vendor" in miniprogram/config.ts signs with V1.',
  }),
  vendorNeedsV1: (host: string) => ({
    cause: `engine "vendor" signs with V1, which ${host} refuses: OSS is withdrawing it.`,
    fix: 'Set engine: "multipart" in miniprogram/config.ts, which signs with V4.',
  }),
  publicEndpoint: (host: string) => ({
    cause: `OSS refuses uploads at its default domain ${host}: new accounts in mainland China may not use it (since 2025-03-20).`,
    fix: "Bind a domain of your own, with ICP filing and a certificate, to the bucket (OSS console, the bucket, 域名管理), and ask VOD's support to have it in UploadAddress; then name it in trustedHosts of the engine, and in the domain lists.",
  }),
  noBucket: (host: string) => ({
    cause: `The bucket of the upload address is not there: ${host}.`,
    fix: "VOD's console, 媒资管理配置, 存储管理: see which storage is enabled; VOD_STORAGE_LOCATION must name one of them, or be left out.",
  }),
}
