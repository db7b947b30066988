import type { Say } from '../../terminal/language'

/** Codes of miniprogram-ci (its dist/config/config.js): those of the compiler, and where talking to WeChat fails. */
const COMPILER = /^100\d\d$/
const KEY_UNREADABLE = 20002

const SETTINGS = 'mp.weixin.qq.com, 管理, 开发管理, 开发设置, 小程序代码上传'

/**
 * What an error of WeChat's CI tool means. It tells most by texts of WeChat's servers, which nobody documents: those that
 * users have reported are known here, and any other is passed on as it came.
 */
export function explainError(error: unknown, appId: string, say: Say): string {
  const { code, message = String(error) } = error as { code?: number; message?: string }
  const told = serverText(message)
  const [, address] = /invalid ip:?\s*([0-9a-f.:]*[0-9a-f])/i.exec(told) ?? []
  if (address !== undefined || /invalid ip/i.test(told)) {
    return say(
      `this machine’s address ${address ?? ''} is not in the allow list: ${SETTINGS}, IP 白名单 (or switch it off there)`,
      `本机 IP ${address ?? ''} 不在白名单中：${SETTINGS}，IP 白名单（也可在那里关闭）`,
    )
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|socket hang up|tunneling socket/i.test(told)) {
    return say(
      `WeChat (servicewechat.com) cannot be reached: ${told}`,
      `无法连接微信服务器（servicewechat.com）：${told}`,
    )
  }
  if (code === KEY_UNREADABLE || /signature|private ?key|密钥|签名/i.test(told)) {
    return say(
      `WeChat does not take the key for ${appId}: was it made for another mini program, or replaced since? ${SETTINGS} (${told})`,
      `微信不接受 ${appId} 的密钥：它可能属于其他小程序，或已被重置。${SETTINGS}（${told}）`,
    )
  }
  if (/exceed|max limit|超过|too large/i.test(told)) {
    return say(
      `the package is too large for WeChat (2 MB): ${told}. "npm run check:wechat" tells its size`,
      `代码包超过微信上限（2 MB）：${told}。npm run check:wechat 可查看大小`,
    )
  }
  if (/appid/i.test(told)) {
    return say(`WeChat does not take the AppID ${appId}: ${told}`, `微信不接受 AppID ${appId}：${told}`)
  }
  if (code !== undefined && COMPILER.test(String(code))) {
    return say(`WeChat’s compiler refuses the mini program (${code}): ${told}`, `微信编译器报错（${code}）：${told}`)
  }
  return say(
    `WeChat’s tool fails${code ? ` (${code})` : ''}: ${told}`,
    `微信工具失败${code ? `（${code}）` : ''}：${told}`,
  )
}

/** The tool puts an answer of the server into its message as JSON: `Error: {"errCode":-1,"errMsg":"…"}`. */
function serverText(message: string): string {
  const { errCode, errMsg } =
    /"errCode":\s*(?<errCode>-?\d+).*?"errMsg":\s*"(?<errMsg>[^"]*)"/s.exec(message)?.groups ?? {}
  if (errMsg === undefined) return message.replace(/^(Error: )+/, '')
  return `${errMsg} [${errCode}]`
}
