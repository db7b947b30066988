import type { SettingGroup } from './meaning'

/** How much one user may, and what becomes of more. */
export const LIMITS = {
  title: { en: 'Limits', zh: '限额' },
  meanings: {
    UPLOAD_MAX_BYTES: { en: 'Largest file', zh: '单个文件的最大大小' },
    MAX_SECONDS: { en: 'Longest video. Left out: any', zh: '视频最长时长。不填：不限' },
    DAILY_UPLOADS: { en: 'Uploads of one user in a day (UTC)', zh: '每个用户每天（UTC）的上传个数' },
    DAILY_BYTES: { en: 'Bytes of one user in a day (UTC)', zh: '每个用户每天（UTC）的上传总量' },
    DAILY_TOKENS: {
      en: 'STS tokens of one user in a day (UTC); a token makes any number of videos while it lasts',
      zh: '每个用户每天（UTC）能领的 STS 令牌数；一个令牌在有效期内可创建任意多个视频',
    },
    ENFORCE_AT_VOD: {
      en: 'What becomes of a video beyond the limits, or not registered after a day. `report`: a line in the log. `marked`: it is blocked or deleted at VOD if it bears this service’s mark. `all`: those without a mark, too',
      zh: '超出限额或一天内未登记的视频如何处理。`report`：只记日志；`marked`：带本服务标记的在 VOD 屏蔽或删除；`all`：没有标记的也一样',
    },
  },
} as const satisfies SettingGroup
