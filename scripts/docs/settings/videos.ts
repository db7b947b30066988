import type { SettingGroup } from './meaning'

/** What VOD is told of a video, and what users can do with theirs. */
export const VIDEOS = {
  title: { en: 'Videos', zh: '视频' },
  meanings: {
    CATEGORIES: {
      takes: { en: '`1000001=Pets,1000002=Travel`, up to 100', zh: '`1000001=宠物,1000002=旅行`，最多 100 个' },
      en: 'Categories that users can choose from, by VOD’s numbers',
      zh: '用户可选的分类，编号是 VOD 里的分类 ID',
    },
    REVIEW: {
      en: '`true` where VOD reviews videos before they are published (先审后发)',
      zh: 'VOD 开启了“先审后发”时设为 `true`',
    },
    COVERS: {
      en: 'Whether users may choose a picture as cover; needs the right `vod:CreateUploadImage`',
      zh: '用户能否选一张图片作封面；需要权限 `vod:CreateUploadImage`',
    },
    SHARE_DAYS: {
      en: 'How long a shared video can be seen. `0`: videos cannot be shared',
      zh: '分享出去的视频多少天内可看。`0`：不能分享',
    },
    PLAY_SECONDS: {
      en: 'Life of URLs to play a video. Those of a CDN domain end only with URL authentication switched on at VOD',
      zh: '播放地址的有效期。CDN 域名的地址只有在 VOD 里开启 URL 鉴权后才会过期',
    },
    DELETE_AT_VOD: {
      en: 'Whether a video that its owner deletes is deleted at VOD, too; needs `vod:DeleteVideo`',
      zh: '用户删除视频时，是否也从 VOD 删除；需要权限 `vod:DeleteVideo`',
    },
    CLAIMS: {
      en: '`marked`: only videos with this service’s mark (`userData`) can be registered. `any`: others too, for clients that do not pass it on',
      zh: '`marked`：只有带本服务标记（`userData`）的视频能登记；`any`：没有标记的也能，供无法传递标记的客户端使用',
    },
    CHECK_TITLES: {
      en: 'WeChat looks at titles, descriptions and tags (msgSecCheck). `risky`: what it calls risky is refused. `review`: what it would have a person review, too',
      zh: '由微信检查标题、简介和标签（msgSecCheck）。`risky`：拒绝判为违规的；`review`：建议人工复核的也拒绝',
    },
    REPORTS: {
      en: 'Whether phones may tell the log what fails on them (`POST /reports`)',
      zh: '手机端能否把失败上报到日志（`POST /reports`）',
    },
    MESSAGE_TEMPLATE_READY: {
      takes: { en: 'id of a template', zh: '模板 ID' },
      en: 'Subscription message (订阅消息) when a video is ready',
      zh: '视频可以播放时发送的订阅消息模板',
    },
    MESSAGE_TEMPLATE_REFUSED: {
      takes: { en: 'id of a template', zh: '模板 ID' },
      en: 'Subscription message when a video is blocked or has failed',
      zh: '视频被屏蔽或处理失败时发送的订阅消息模板',
    },
    MESSAGE_DATA: {
      takes: {
        en: 'JSON: keys of the templates, each with `title`, `status`, `time` or `reason`',
        zh: 'JSON：模板的每个键对应 `title`、`status`、`time` 或 `reason`',
      },
      en: 'What the templates’ keys tell; the same keys in both',
      zh: '模板各个键的内容；两个模板用同样的键',
    },
    MESSAGE_PAGE: {
      takes: { en: 'path of a page', zh: '页面路径' },
      en: 'Page of the mini program that a tap on the message opens',
      zh: '点消息后打开的小程序页面',
    },
    VOD_CATEGORY_ID: {
      takes: { en: 'number of a category', zh: '分类 ID' },
      en: 'Category of videos that the service makes (`POST /uploads`)',
      zh: '由服务创建的视频（`POST /uploads`）所属的分类',
    },
    VOD_TAGS: {
      takes: {
        en: '1 to 16 tags of up to 32 characters, separated by commas',
        zh: '1–16 个标签，每个最多 32 个字符，用逗号分隔',
      },
      en: 'Tags that every video has, before those of its user',
      zh: '每个视频都带的标签，排在用户自己的标签之前',
    },
    VOD_TEMPLATE_GROUP_ID: {
      takes: { en: 'text', zh: '文本' },
      en: 'Transcoding templates of videos that the service makes',
      zh: '由服务创建的视频所用的转码模板组',
    },
    VOD_WORKFLOW_ID: {
      takes: { en: 'text', zh: '文本' },
      en: 'Workflow of videos that the service makes',
      zh: '由服务创建的视频所用的工作流',
    },
    VOD_STORAGE_LOCATION: {
      takes: { en: '`outin-….oss-<region>.aliyuncs.com`', zh: '`outin-….oss-<地域>.aliyuncs.com`' },
      en: 'Bucket of videos that the service makes',
      zh: '由服务创建的视频存放的存储空间',
    },
    VOD_APP_ID: {
      takes: { en: '`app-` and a number', zh: '`app-` 加数字' },
      en: 'VOD application of the videos; those of others are left alone',
      zh: '视频所属的 VOD 应用；其他应用的视频一概不动',
    },
  },
} as const satisfies SettingGroup
