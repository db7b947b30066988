import type { SettingGroup } from './meaning'

/** How the service reaches the clouds, and with which rights. */
export const CLOUDS = {
  title: { en: 'Alibaba Cloud and WeChat', zh: '阿里云与微信' },
  meanings: {
    VOD_REGION: { en: 'Region of ApsaraVideo VOD', zh: 'VOD 所在的地域' },
    ROLE_ARN: {
      takes: { en: '`acs:ram::<account id>:role/<role name>`', zh: '`acs:ram::<账号 ID>:role/<角色名>`' },
      en: 'The RAM role whose rights, narrowed by a session policy, users get for an upload',
      zh: '用户上传时临时获得的 RAM 角色；其权限会再被会话策略收窄',
    },
    ALIBABA_CLOUD_ACCESS_KEY_ID: {
      takes: { en: '8 characters or more', zh: '至少 8 个字符' },
      en: 'Access key of the RAM user that may assume the role. On Node it may be left out where the machine has a role',
      zh: '有权扮演该角色的 RAM 用户的 AccessKey ID。在 Node 上，如果机器自带角色，可以不填',
    },
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: {
      takes: { en: '16 characters or more', zh: '至少 16 个字符' },
      en: 'Its secret',
      zh: '对应的 AccessKey Secret',
    },
    ALIBABA_CLOUD_SECURITY_TOKEN: {
      takes: { en: '16 characters or more', zh: '至少 16 个字符' },
      en: 'Where the access key is a temporary one; Function Compute sets it by itself',
      zh: 'AccessKey 是临时密钥时填写；函数计算会自动设置',
    },
    CREDENTIAL_SECONDS: {
      en: 'Life of the STS tokens that users get',
      zh: '发给用户的 STS 令牌的有效期',
    },
    TOKEN_EXTRA_ACTIONS: {
      en: 'What a user’s token may do besides `vod:CreateUploadVideo`. `RefreshUploadVideo` overwrites any video whose id is known; `CreateUploadImage` makes any number of images',
      zh: '除 `vod:CreateUploadVideo` 外，用户的令牌还能做什么。`RefreshUploadVideo` 能覆盖任何已知 ID 的视频；`CreateUploadImage` 能创建任意多的图片',
    },
    VOD_CALLBACK_URL: {
      takes: { en: 'an https URL of up to 256 characters', zh: 'https 网址，最多 256 个字符' },
      en: 'Where VOD sends its notifications, exactly as its console has it: the service’s address and `/vod/events`. Goes with `VOD_CALLBACK_KEY`',
      zh: 'VOD 的事件通知发往哪里，与控制台里填写的完全一致：服务地址加 `/vod/events`。与 `VOD_CALLBACK_KEY` 一起设置',
    },
    VOD_CALLBACK_KEY: {
      takes: { en: '8 to 32 characters, with both cases and a digit', zh: '8–32 个字符，含大小写字母和数字' },
      en: 'Authentication key of VOD’s callback settings',
      zh: 'VOD 回调设置里的鉴权密钥',
    },
    VOD_CALLBACK_KEY_PREVIOUS: {
      takes: { en: '8 to 32 characters, with both cases and a digit', zh: '8–32 个字符，含大小写字母和数字' },
      en: 'The one before, while you change it',
      zh: '更换期间，旧的鉴权密钥',
    },
    UPSTREAM_TIMEOUT_MS: {
      en: 'Longest wait for one answer of WeChat, STS or VOD',
      zh: '等待微信、STS 或 VOD 一次应答的最长时间',
    },
    WECHAT_URL: {
      en: 'Address of WeChat’s API; `npm start` puts the emulator here',
      zh: '微信接口地址；`npm start` 会换成模拟器',
    },
    STS_URL: {
      en: 'Address of STS. Left out: that of `VOD_REGION`',
      zh: 'STS 的地址。不填：使用 `VOD_REGION` 对应的地址',
    },
    VOD_URL: {
      en: 'Address of VOD’s API. Left out: that of `VOD_REGION`',
      zh: 'VOD 接口的地址。不填：使用 `VOD_REGION` 对应的地址',
    },
  },
} as const satisfies SettingGroup
