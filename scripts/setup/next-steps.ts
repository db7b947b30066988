import { relative } from 'node:path'
import type { Say } from '../terminal/language'
import type { Target } from './arguments'

/** What is left to do by hand, and which command comes next. */
export function nextSteps(
  target: Target,
  envFile: string,
  answers: Readonly<Record<string, string>>,
  projectRoot: string,
  say: Say,
): string {
  const { LOGIN, VOD_CALLBACK_URL: callback, ALIBABA_CLOUD_ACCESS_KEY_ID: key } = answers
  const file = relative(projectRoot, envFile)
  const isOwn = file !== '.dev.vars' && file !== '.env'
  const option = isOwn ? ` --env-file ${file}` : ''
  const way = LOGIN === 'cloudrun' ? 'cloudrun' : target === 'workers' ? 'workers' : 'container'
  const steps = [
    ...(key
      ? []
      : [
          say(
            'no access key is set: the service signs with the role of the machine that it runs on',
            '未设置 AccessKey：服务使用所在机器的 RAM 角色签名',
          ),
        ]),
    say(
      `RAM: npm run setup -- --print ram|ros|terraform${key ? '' : ' --signer fc|ecs'}${option} prints what it has to have`,
      `RAM：npm run setup -- --print ram|ros|terraform${key ? '' : ' --signer fc|ecs'}${option} 输出所需配置`,
    ),
    ...(callback
      ? [
          say(
            `VOD’s console, 配置管理, 媒体处理配置, 回调设置: HTTP, ${callback}, with VOD_CALLBACK_KEY of ${file} as its key`,
            `点播控制台 → 配置管理 → 媒体处理配置 → 回调设置：HTTP，地址 ${callback}，鉴权密钥为 ${file} 中的 VOD_CALLBACK_KEY`,
          ),
        ]
      : []),
    ...(LOGIN === 'jwt'
      ? [
          say(
            'miniprogram/config.ts: add getToken, which gives {token, user} of your backend',
            'miniprogram/config.ts：加上 getToken，返回你后端的 {token, user}',
          ),
        ]
      : []),
    ...(LOGIN === 'jwt' && target === 'workers'
      ? [
          say(
            'wrangler.toml: take out WECHAT_APPID and, of the required secrets, WECHAT_APP_SECRET; take the # off JWT_…',
            'wrangler.toml：删去 WECHAT_APPID 以及 required 中的 WECHAT_APP_SECRET，并取消 JWT_… 的注释',
          ),
        ]
      : []),
    ...(target === 'node' && LOGIN !== 'cloudrun'
      ? [
          say(
            `try it here: npm run build && node --env-file=${file} dist/server.mjs`,
            `在本机试运行：npm run build && node --env-file=${file} dist/server.mjs`,
          ),
        ]
      : []),
    say(`check: npm run doctor -- --env-file ${file}`, `检查：npm run doctor -- --env-file ${file}`),
    say(`deploy: npm run deploy -- ${way}${option} --dry-run`, `部署：npm run deploy -- ${way}${option} --dry-run`),
  ]
  return [say('Next:', '接下来：'), ...steps.map((step, i) => `  ${i + 1}. ${step}`)].join('\n')
}
