import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { stringify } from 'yaml'
import { bundleForNode } from '../../stack/bundle-for-node'
import { DeployError } from '../deploy-error'
import type { Deployment, DeployTools, Step } from '../deployment'
import { rehearseImage } from '../image/rehearse-image'
import { rehearseService } from '../image/rehearse-service'
import { runOrFail } from '../programs'
import { functionCompute, functionComputeImage } from '../schemas/function-compute'
import { filledIn, functionOf, placesOf } from './function-description'

/** Function Compute 3.0, by Serverless Devs; Node comes in a layer, or all of it as an image. */
export function functionComputeWay(tools: DeployTools): Deployment {
  const { projectRoot, options, settings, programs, scratch, say, out } = tools
  const folder = join(projectRoot, 'output/deploy/fc')
  const description = functionOf(readFileSync(join(projectRoot, 'deploy/fc/s.yaml'), 'utf8'), {
    settings,
    image: options.image,
    region: options.region ?? settings.values.VOD_REGION ?? 'cn-shanghai',
  })
  const values = { ...fromShell(placesOf(description)), ...settings.values }
  const file = join(folder, 's.yaml')

  const render: Step = {
    what: say(
      'Describe the function, and compare that with what Function Compute takes',
      '生成函数描述，并按函数计算的格式校验',
    ),
    async run() {
      const absent = absentIn(placesOf(description), values)
      if (absent.length > 0) throw new DeployError(missingValues(absent, tools))
      const schema = options.image === undefined ? functionCompute : functionComputeImage
      const { issues } = v.safeParse(schema, filledIn(description, values))
      if (issues) throw new DeployError(`s.yaml: ${v.getDotPath(issues[0])} ${issues[0].message}`)
      mkdirSync(folder, { recursive: true })
      // Values come from the environment of `s`: there is no secret in the file.
      writeFileSync(file, stringify(description, { lineWidth: 0 }))
      out(`  ${file}`)
      for (const name of Object.keys(description.resources.wevod.props.environmentVariables)) out(`  ${name}`)
    },
  }
  const bundle: Step = {
    what: say(
      'Bundle the service, start it as the function does, ask it, and end it',
      '打包服务，按函数的方式启动、询问其状态，再结束',
    ),
    async run() {
      const { file: server } = await bundleForNode(projectRoot, join(folder, 'dist'))
      const env = filledIn(description, values).resources.wevod.props.environmentVariables
      await rehearseService({
        command: [process.execPath, server],
        cwd: scratch,
        env: { ...env, DATABASE: join(scratch, 'wevod.sqlite') },
      })
    },
  }
  return {
    rehearsal: [render, options.image === undefined ? bundle : rehearseImage(tools)],
    async missing() {
      if (!programs.find('s')) {
        return [
          say(
            'Serverless Devs is not installed: npm install -g @serverless-devs/s, then "s config add"',
            '未安装 Serverless Devs：npm install -g @serverless-devs/s，再运行 s config add',
          ),
        ]
      }
      // It ends with 0 either way.
      const { output } = await programs.run('s', ['config', 'get', '-a', 'default'], { quiet: true })
      if (output.includes('Credential')) return []
      return [
        say(
          'Serverless Devs has no key: "s config add", with the alias default',
          'Serverless Devs 尚未配置密钥：s config add，别名 default',
        ),
      ]
    },
    steps: [
      {
        what: say('Deploy the function and its triggers', '部署函数及触发器'),
        command: `s deploy -t ${file} -y`,
        async run() {
          await runOrFail(programs, 's', ['deploy', '-t', file, '-y'], { cwd: folder, env: values, name: 's deploy' })
        },
      },
    ],
    byHand: [
      ...(options.image === undefined
        ? []
        : [
            say(
              `the image has to be there: npm run deploy -- container --image ${options.image} --push`,
              `镜像需先推送：npm run deploy -- container --image ${options.image} --push`,
            ),
          ]),
      ...(settings.secrets.includes('ALIBABA_CLOUD_ACCESS_KEY_ID')
        ? [
            say(
              'the access key of the settings stays here: the function signs with the keys of FUNCTION_ROLE_ARN',
              '设置中的 AccessKey 不会上传：函数使用 FUNCTION_ROLE_ARN 角色的密钥签名',
            ),
          ]
        : []),
      say(
        'a custom domain with an ICP filing: Function Compute’s own makes browsers download answers',
        '绑定已备案的自定义域名：函数计算默认域名会让浏览器下载响应',
      ),
    ],
    url: () => options.url,
  }
}

/** What s.yaml asks for that is no setting of the service: it may stand in the shell, too. */
function fromShell(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name] ?? '']] : [])))
}

function absentIn(names: readonly string[], values: Readonly<Record<string, string>>): string[] {
  return names.filter((name) => !values[name])
}

function missingValues(names: readonly string[], { settings, say }: DeployTools): string {
  return say(
    `${names.join(', ')} must be in ${settings.file} or in the environment: deploy/fc/s.yaml tells what each is`,
    `${names.join('、')} 需写入 ${settings.file} 或环境变量：含义见 deploy/fc/s.yaml`,
  )
}
