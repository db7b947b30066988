import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLoopback } from '../../../server/settings/fields'
import { appIdOf, PROJECT_FILE, TOURIST_APPID } from '../../setup/app-id'
import { readEnvFile } from '../../setup/env-file'
import { addressesOf, CONFIG_FILE } from '../../setup/mini-program-config'
import { UsageError } from '../../terminal/flags'
import { languageOf, type Say, speak } from '../../terminal/language'
import { readArguments, type UploadArguments } from './arguments'
import type { CiTool, Published } from './ci-tool'
import { explainError } from './explain-error'
import { UploadError } from './upload-error'
import { uploadKey } from './upload-key'
import { usage } from './usage'

export interface UploadContext {
  projectRoot: string
  /** Where the user stands: what a relative path is meant from. */
  cwd: string
  env: NodeJS.ProcessEnv
  loadCi(say: (line: string) => void): Promise<CiTool>
  out(line: string): void
  err(line: string): void
}

/** Nothing of these belongs to the mini program, and some of it is secret. */
const IGNORED = [
  'node_modules/**/*',
  '.dev.vars*',
  '.env*',
  '.setup-backups/**/*',
  '.git/**/*',
  'output/**/*',
  'dist/**/*',
]

/** `npm run upload:wechat` with these arguments. Resolves with the exit code. */
export async function uploadToWechat(args: string[], context: UploadContext): Promise<number> {
  let say = speak(languageOf(context.env))
  try {
    const options = readArguments(args, context.env)
    if (typeof options === 'string') {
      context.out(usage(speak(options)))
      return 0
    }
    say = speak(options.language)
    await publish(options, say, context)
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      context.err(`error: ${error.message}${say(' (--help tells more)', '（--help 查看用法）')}`)
      return 2
    }
    if (!(error instanceof UploadError)) throw error
    context.err(`error: ${error.message}`)
    return 1
  }
}

async function publish(options: UploadArguments, say: Say, context: UploadContext): Promise<void> {
  const { projectRoot, cwd, env, out } = context
  const appId = findAppId(projectRoot, say)
  const emulator = leadsToEmulator(projectRoot, say)
  if (emulator !== undefined && options.what === 'release') throw new UploadError(emulator)
  if (emulator !== undefined) out(say(`Take care: ${emulator}`, `注意：${emulator}`))
  const { key: flag, robot, what } = options
  const privateKey = uploadKey({ flag, variable: env.WECHAT_UPLOAD_KEY, cwd, appId }, say)
  const version = options.version ?? packageVersion(projectRoot)
  const desc = options.description ?? `wevod ${version}`
  const ci = await context.loadCi(out).catch((error: unknown) => {
    const reason = (error as Error).message
    throw new UploadError(say(`WeChat’s tool cannot be had: ${reason}`, `无法取得微信 CI 工具：${reason}`))
  })
  out(
    say(
      `${appId}: ${what} of ${version}, robot ${robot}`,
      `${appId}：${what === 'preview' ? '预览' : '上传'} ${version}，机器人 ${robot}`,
    ),
  )
  let published: Published
  try {
    const project = new ci.Project({
      appid: appId,
      type: 'miniProgram',
      projectPath: projectRoot,
      privateKey,
      ignores: IGNORED,
    })
    const common = {
      project,
      version,
      desc,
      robot,
      setting: { useProjectConfig: true as const },
      onProgressUpdate: () => undefined,
    }
    published = await (what === 'preview' ? ci.preview({ ...common, qrcodeFormat: 'terminal' }) : ci.upload(common))
  } catch (error) {
    throw new UploadError(explainError(error, appId, say))
  }
  for (const { name, size } of published.subPackageInfo ?? []) out(`  ${name}  ${(size / 1024).toFixed(1)} KiB`)
  out(
    what === 'preview'
      ? say(
          'Scan the code with WeChat, as a developer of the mini program.',
          '请用微信扫描二维码（需为该小程序的开发者）。',
        )
      : say(
          'Uploaded. Next: mp.weixin.qq.com, 管理, 版本管理, 开发版本: try it, then 提交审核.',
          '上传完成。接下来：mp.weixin.qq.com → 管理 → 版本管理 → 开发版本：体验后提交审核。',
        ),
  )
}

/** Of project.config.json or, where that has the tourist's, of the settings. @throws {UploadError} */
function findAppId(projectRoot: string, say: Say): string {
  const own = appIdOf(readFileSync(join(projectRoot, PROJECT_FILE), 'utf8'))
  if (own !== undefined && own !== TOURIST_APPID) {
    if (/^wx[0-9a-f]{16}$/.test(own)) return own
    throw new UploadError(say(`${PROJECT_FILE}: "${own}" is no AppID`, `${PROJECT_FILE}：“${own}”不是 AppID`))
  }
  for (const name of ['.dev.vars', '.env']) {
    const path = join(projectRoot, name)
    const appId = existsSync(path) ? readEnvFile(readFileSync(path, 'utf8')).WECHAT_APPID : undefined
    if (appId) return appId
  }
  throw new UploadError(
    say(
      `${PROJECT_FILE} has the tourist’s AppID, which uploads nothing: npm run setup sets yours`,
      `${PROJECT_FILE} 中是游客 AppID，无法上传：请运行 npm run setup 设置`,
    ),
  )
}

/** Why phones would find no service, or undefined where they do. */
function leadsToEmulator(projectRoot: string, say: Say): string | undefined {
  const { serviceUrl = '', vodUrl, cloudRun } = addressesOf(readFileSync(join(projectRoot, CONFIG_FILE), 'utf8'))
  const names = [
    ...(cloudRun || !isLoopback(serviceUrl) ? [] : ['serviceUrl']),
    ...(vodUrl && isLoopback(vodUrl) ? ['vodUrl'] : []),
  ]
  if (names.length > 0) {
    return say(
      `${names.join(' and ')} of ${CONFIG_FILE} lead to this machine’s emulator: npm run setup sets the real ones`,
      `${CONFIG_FILE} 的 ${names.join('、')} 指向本机模拟器：请运行 npm run setup 设置真实地址`,
    )
  }
  if (cloudRun || serviceUrl.startsWith('https://')) return undefined
  return say(
    `serviceUrl of ${CONFIG_FILE} is no https:// address, which phones insist on`,
    `${CONFIG_FILE} 的 serviceUrl 不是 https:// 地址，手机只接受 https`,
  )
}

function packageVersion(projectRoot: string): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version
}
