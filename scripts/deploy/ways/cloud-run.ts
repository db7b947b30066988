import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import * as v from 'valibot'
import { CONFIG_FILE, cloudRunServiceIn } from '../../setup/mini-program-config'
import { DeployError } from '../deploy-error'
import type { Deployment, DeployTools, Step } from '../deployment'
import { rehearseImage } from '../image/rehearse-image'
import { runOrFail } from '../programs'
import { cloudRun } from '../schemas/cloud-run'
import { namesForNode, shown } from '../settings'
import { packFolder } from './pack-folder'

/** WeChat Cloud Run (微信云托管): its pipeline builds the image out of a folder, which its CLI or its console takes. */
export function cloudRunWay(tools: DeployTools): Deployment {
  const { projectRoot, options, settings, programs, say, out } = tools
  const { LOGIN, CBR_ENV_ID: envId = '', DATABASE } = settings.values
  const service = options.service ?? cloudRunServiceIn(readFileSync(join(projectRoot, CONFIG_FILE), 'utf8')) ?? 'wevod'
  const folder = join(projectRoot, 'output/deploy/cloudrun')
  const zip = `${folder}.zip`
  const description = describe(readFileSync(join(projectRoot, 'deploy/cloudrun/container.config.json'), 'utf8'), tools)
  const wxcloud = programs.find('wxcloud')
  const deployArguments = [
    ...['run:deploy', folder, `--envId=${envId}`, `--serviceName=${service}`],
    ...[`--containerPort=${description.containerPort}`, '--dockerfile=Dockerfile', '--noConfirm', '--override'],
  ]

  const pack: Step = {
    what: say('Pack the folder that its pipeline builds', '打包供流水线构建的目录'),
    async run() {
      if (LOGIN !== 'cloudrun') {
        throw new DeployError(
          say(
            'LOGIN must be cloudrun: npm run setup -- --target node --login cloudrun',
            'LOGIN 必须是 cloudrun：npm run setup -- --target node --login cloudrun',
          ),
        )
      }
      if (!DATABASE?.includes('://')) {
        throw new DeployError(
          say(
            'DATABASE must be a postgres:// URL: its containers keep no files',
            'DATABASE 必须是 postgres:// 地址：云托管容器不保留文件',
          ),
        )
      }
      const { issues } = v.safeParse(cloudRun, description)
      if (issues) throw new DeployError(`container.config.json: ${v.getDotPath(issues[0])} ${issues[0].message}`)
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      const bytes = packFolder(projectRoot, folder, zip, {
        'container.config.json': JSON.stringify(description, null, 2),
      })
      out(`  ${relative(projectRoot, folder)}/, ${relative(projectRoot, zip)} (${Math.ceil(bytes / 1024)} KiB)`)
    },
  }
  return {
    rehearsal: [pack, rehearseImage(tools, folder, 'Dockerfile')],
    async missing() {
      if (!wxcloud) return []
      const { code, output } = await programs.run('wxcloud', ['env:list', '--json'], { quiet: true })
      const key = say('console, 设置, CLI 密钥', '控制台 → 设置 → CLI 密钥')
      if (code !== 0)
        return [
          say(
            `wxcloud is not logged in: wxcloud login --appId … --privateKey … (${key})`,
            `wxcloud 未登录：wxcloud login --appId … --privateKey …（${key}）`,
          ),
        ]
      return output.includes(envId) ? [] : [say(`wxcloud knows no environment ${envId}`, `wxcloud 中没有环境 ${envId}`)]
    },
    steps: wxcloud
      ? [
          {
            what: say('Send the folder, and have it built and released', '上传目录，构建并发布'),
            command: ['wxcloud', ...deployArguments].join(' '),
            run: async () =>
              void (await runOrFail(programs, 'wxcloud', deployArguments, { name: 'wxcloud run:deploy' })),
          },
        ]
      : [],
    byHand: [
      ...(wxcloud
        ? []
        : [
            say(
              `wxcloud is not installed (npm install -g @wxcloud/cli). In the console, cloud.weixin.qq.com, environment ${envId}, service ${service}: 部署发布, 上传代码包, ${relative(projectRoot, zip)}, port ${description.containerPort}, Dockerfile: Dockerfile`,
              `未安装 wxcloud（npm install -g @wxcloud/cli）。请在控制台 cloud.weixin.qq.com → 环境 ${envId} → 服务 ${service} → 部署发布 → 上传代码包：选择 ${relative(projectRoot, zip)}，端口 ${description.containerPort}，Dockerfile 名称 Dockerfile`,
            ),
          ]),
      [
        say(
          `console, 服务设置, 环境变量 (from ${relative(projectRoot, settings.file)}):`,
          `控制台 → 服务设置 → 环境变量（取自 ${relative(projectRoot, settings.file)}）：`,
        ),
        ...namesForNode(settings)
          .filter((name) => !(name in description.envParams))
          .map((name) => `${name}=${shown(name, settings.values[name] ?? '')}`),
      ].join('\n       '),
      say(
        'console, 服务设置, 公网访问: off. The headers that name the user are safe only then',
        '控制台 → 服务设置 → 公网访问：关闭。只有这样，标识用户的请求头才可信',
      ),
    ],
    url: () => options.url,
  }
}

/** The repository's description with all settings that are no secrets. */
function describe(json: string, { settings }: DeployTools) {
  const description = JSON.parse(json) as {
    containerPort: number
    dockerfilePath: string
    envParams: Record<string, string>
  }
  const own = Object.fromEntries(
    namesForNode(settings)
      // Its containers have CBR_ENV_ID; where they listen is the image's business.
      .filter((name) => !['HOST', 'PORT', 'CBR_ENV_ID'].includes(name))
      .filter((name) => shown(name, settings.values[name] ?? '') === settings.values[name])
      .map((name) => [name, settings.values[name] ?? '']),
  )
  return { ...description, dockerfilePath: 'Dockerfile', envParams: { ...description.envParams, ...own } }
}
