import type { Say } from '../terminal/language'
import { QUESTIONS } from './questions'

/** What `--help` prints. */
export function usage(say: Say): string {
  const flags = QUESTIONS.map(({ flag, setting, what, choices }) => {
    const values = choices && choices.length < 4 ? ` (${choices.map(([value]) => value).join(', ')})` : ''
    return `${`  --${flag} V`.padEnd(28)}${say(...what)}${values} [${setting}]`
  })
  return say(
    `Sets the token service and the mini program up for the real clouds: asks for the few values that they need, makes the
secrets, and writes .dev.vars (or .env for Node), miniprogram/config.ts and the AppID in project.config.json.
Nothing that is there is overwritten unasked; what is overwritten is kept in .setup-backups/.

usage: npm run setup                                asks
       npm run setup -- --yes [flags]               asks nothing, and tells what is missing
       npm run setup -- --print ram|ros|terraform   prints what RAM has to have, and writes nothing
       npm run setup -- --emulator                  back to the emulator of npm start

  --target workers|node     where the service runs: decides between .dev.vars and .env
  --env-file FILE           another file for the settings
  --yes, -y                 take the defaults; --force: overwrite files that are there
  --rotate NAME,…           make session, callback, admin or timer secrets anew; sessions stay good
  --lang en|zh              language; default: the terminal's
  --signer user|fc|ecs      for --print: who signs the service's calls, a RAM user or a machine's role
  --ram-user NAME, --ram-role NAME   for --print: their names (with fc and ecs: of the machine's role, of the uploaders')

${flags.join('\n')}

Secrets are better given by environment variables of the names in […]: they do not stand in the shell's history then.
Exit code: 0 done, 1 it could not be written, 2 wrong usage or a value missing, 130 Ctrl-C (nothing is changed then).`,
    `为真实云环境配置令牌服务和小程序：询问少数必要的值，生成各种密钥，写入 .dev.vars（Node 为 .env）、
miniprogram/config.ts，以及 project.config.json 中的 AppID。
已有文件不会未经确认就被覆盖；被覆盖的内容保存在 .setup-backups/。

用法：npm run setup                                逐项询问
      npm run setup -- --yes [选项]                不询问；缺什么会直接指出
      npm run setup -- --print ram|ros|terraform   输出所需的 RAM 配置，不写任何文件
      npm run setup -- --emulator                  切回 npm start 的模拟器

  --target workers|node     服务运行在哪里：决定写 .dev.vars 还是 .env
  --env-file FILE           指定其他设置文件
  --yes, -y                 采用默认值；--force：允许覆盖已有文件
  --rotate NAME,…           重新生成 session、callback、admin 或 timer 密钥；已有会话仍然有效
  --lang en|zh              语言；默认随终端
  --signer user|fc|ecs      用于 --print：由谁签名，RAM 用户或机器的角色
  --ram-user NAME, --ram-role NAME   用于 --print：它们的名称（fc、ecs 时为机器角色名、上传角色名）

${flags.join('\n')}

密钥最好通过 […] 中同名的环境变量给出，这样不会留在 shell 历史里。
退出码：0 完成，1 无法写入，2 用法错误或缺少值，130 Ctrl-C（此时没有任何改动）。`,
  )
}
