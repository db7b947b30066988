import type { Say } from '../../terminal/language'

/** What `--help` prints. */
export function usage(say: Say): string {
  return say(
    `Compiles the mini program and sends it to WeChat by its official CI tool, which is fetched first.

usage: npm run upload:wechat -- preview    a development version, as a QR code in the terminal
       npm run upload:wechat -- release    a version in WeChat’s console, to be tried and submitted for review

  --key FILE       the key for uploads; or WECHAT_UPLOAD_KEY, its path or its text
  --version V      default: that of package.json
  --desc TEXT      what the console shows beside it
  --robot N        1 to 30; each has one version in the console. Default: 1
  --lang en|zh     language; default: the terminal's

The AppID is that of project.config.json or, where that has the tourist's, WECHAT_APPID of .dev.vars or .env.
Exit code: 0 done, 1 it could not be sent, 2 wrong usage.`,
    `编译小程序，并用微信官方 CI 工具（首次会自动下载）发送到微信。

用法：npm run upload:wechat -- preview    开发预览，在终端显示二维码
      npm run upload:wechat -- release    上传到微信后台，体验后提交审核

  --key FILE       代码上传密钥；或环境变量 WECHAT_UPLOAD_KEY（路径或内容）
  --version V      默认取 package.json 的版本
  --desc TEXT      后台显示的说明
  --robot N        1 到 30；每个机器人在后台保留一个版本，默认 1
  --lang en|zh     语言；默认随终端

AppID 取自 project.config.json；若那里是游客 AppID，则取 .dev.vars 或 .env 的 WECHAT_APPID。
退出码：0 完成，1 未能发送，2 用法错误。`,
  )
}
