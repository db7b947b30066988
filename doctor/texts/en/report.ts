import type { CheckId } from '../../finding'

export const titles: Record<CheckId, string> = {
  settings: 'Settings',
  network: 'Network',
  wechat: 'AppID and AppSecret',
  'wechat-token': 'WeChat access token',
  clock: 'Clock',
  'access-key': 'Access key',
  'assume-role': 'Role (AssumeRole, trust)',
  'session-seconds': "Role's longest session",
  vod: 'VOD is active',
  storage: 'VOD storage in the region',
  'upload-settings': 'Settings of uploads',
  'session-policy': "A user's token",
  role: 'Role is not too wide',
  'service-rights': "Rights of the service's key",
  'upload-address': 'Upload address, bucket',
  region: 'Region',
  'user-data': "Owner's mark (UserData)",
  oss: 'Signature V4, bucket domain',
  review: 'Automatic review',
  'vod-callback': 'Callback settings at VOD',
  probe: 'Probe',
  service: 'The service itself',
  callback: 'Notification to the service',
}

export const report = {
  checking: (source: string) => `Settings: ${source}`,
  fromEmulator: (url: string) => `the emulator's demo account at ${url}`,
  fromFileOver: (file: string, source: string) => `${file} over ${source}`,
  fromWorker: (file: string) => `${file} and [vars] of wrangler.toml`,
  fromEnvironment: 'the environment variables (there is no .dev.vars; --help tells of other sources)',
  setInFile: (file: string) => `set it in ${file}`,
  setInSomeFile: 'set it in a file, and give that by --env-file',
  setVariable: (name: string) => `set the environment variable ${name}`,
  cause: 'cause',
  fix: 'fix',
  request: 'request',
  because: (title: string) => `skipped because of “${title}”`,
  skippedBecause: (title: string, titles: string) => `skipped because of “${title}”: ${titles}`,
  settingsWrong: (mistakes: readonly string[]) => ({
    cause:
      mistakes.length === 1 ? 'A setting is missing or wrong.' : `${mistakes.length} settings are missing or wrong.`,
    fix: mistakes.join('\n'),
  }),
  emulatorHint:
    'To set them for the real clouds: npm run setup\nFor the demo account of a running "npm start": npm run doctor -- --emulator',
  doctorFailed: (name: string) => ({
    cause: `Doctor itself has failed at this check (${name}).`,
    fix: 'Please report it, with the output of --json.',
  }),
  domainsTitle: 'Server domains to paste: mp.weixin.qq.com, 开发管理, 开发设置, 服务器域名',
  domainsYours: (engine: string, method: string) =>
    `This mini program: engine "${engine}", authMethod "${method}" (miniprogram/config.ts)`,
  domainsOther: (engine: string, method: string) => `With engine "${engine}", authMethod "${method}"`,
  requestList: 'request合法域名',
  uploadFileList: 'uploadFile合法域名',
  none: '(none)',
  domainsOfEmulator:
    'These are addresses of this machine: WeChat takes none of them. In DevTools, tick 不校验合法域名.',
  domainsIncomplete: 'What stands in <…> could not be found out: run doctor again once the checks above are in order.',
  domainsUnknown: 'Server domains: they follow from the settings, once these are complete.',
  interrupted: "Interrupted. If a video “wevod doctor” without a file is in VOD's console now, it can be deleted.",
  healthy: (checked: number) => `Healthy: ${checked} checks passed.`,
  warned: (count: number) => `${count} ${count === 1 ? 'thing' : 'things'} to know, see ! above.`,
  sick: (count: number) =>
    `Not healthy: ${count} ${count === 1 ? 'check has' : 'checks have'} failed. Mend, and run doctor again.`,
  took: (calls: number, seconds: number) => `${calls} calls, ${seconds} s`,
}
