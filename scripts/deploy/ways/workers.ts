import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unstable_readConfig as readConfig } from 'wrangler'
import { readSettings } from '../../../server/settings/settings'
import { addressKnown } from '../../setup/plan-files'
import { wranglerEnvironment } from '../../stack/wrangler'
import { DeployError } from '../deploy-error'
import type { Deployment, DeployTools, Step } from '../deployment'
import { type RunOptions, runOrFail } from '../programs'
import { shown } from '../settings'

/** What wrangler.toml has for an id that is not there yet. */
const PLACEHOLDER = /^<.*>$/

/** Cloudflare Workers, by wrangler, with D1 or, through Hyperdrive, PostgreSQL. */
export function workers(tools: DeployTools): Deployment {
  const { projectRoot, options, settings, programs, scratch, say, out } = tools
  const tomlPath = join(projectRoot, 'wrangler.toml')
  const cli = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js')
  const wrangler = (args: string[], more: RunOptions = {}) =>
    runOrFail(programs, process.execPath, [cli, ...args], { ...more, cwd: projectRoot, name: `wrangler ${args[0]}` })
  const { d1_databases, name = 'wevod', vars: ofToml, secrets: declared } = readConfig({ config: tomlPath })
  const [database] = d1_databases
  const databaseName = database?.database_name
  let deployedAt: string | undefined

  /** Of settings that are no secrets; wrangler.toml has the rest. */
  const vars = settings.variables.flatMap((variable) => ['--var', `${variable}:${settings.values[variable]}`])
  const shownVars = settings.variables.map(
    (variable) => `--var ${variable}:${shown(variable, settings.values[variable] ?? '')}`,
  )

  /** Secrets go with the version that needs them, in a file that is gone afterwards: arguments can be seen by all. */
  async function deploy(args: string[], more: RunOptions): Promise<string> {
    const file = join(scratch, 'secrets.json')
    const secrets = Object.fromEntries(settings.secrets.map((secret) => [secret, settings.values[secret]]))
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
    try {
      return await wrangler(['deploy', ...args, ...vars, '--secrets-file', file], more)
    } finally {
      rmSync(file)
    }
  }

  const makeDatabase: Step = {
    what: say(
      `D1: make the database ${databaseName}, unless it is there, and write its id into wrangler.toml`,
      `D1：若不存在则创建数据库 ${databaseName}，并把 ID 写入 wrangler.toml`,
    ),
    command: `wrangler d1 create ${databaseName}`,
    async run() {
      const find = async () => {
        const list = JSON.parse(await wrangler(['d1', 'list', '--json'], { quiet: true })) as {
          name: string
          uuid: string
        }[]
        return list.find((one) => one.name === databaseName)?.uuid
      }
      if (databaseName !== undefined && (await find()) === undefined) await wrangler(['d1', 'create', databaseName])
      const id = await find()
      if (id === undefined) throw new DeployError(say('D1 does not list the database', 'D1 列表中没有该数据库'))
      writeFileSync(tomlPath, withDatabaseId(readFileSync(tomlPath, 'utf8'), id))
      out(`  database_id = "${id}"`)
    },
  }
  const migrate: Step = {
    what: say('D1: make or update its tables', 'D1：建表或更新表结构'),
    command: `wrangler d1 migrations apply ${databaseName} --remote`,
    run: async () => void (await wrangler(['d1', 'migrations', 'apply', databaseName ?? '', '--remote'])),
  }
  const upload: Step = {
    what: say(
      `Upload the Worker ${name} with ${settings.secrets.length} secrets: ${settings.secrets.join(', ')}`,
      `上传 Worker ${name}，附带 ${settings.secrets.length} 个密钥：${settings.secrets.join('、')}`,
    ),
    command: ['wrangler deploy', ...shownVars, '--secrets-file ••••'].join(' '),
    async run() {
      const output = await deploy([], {})
      deployedAt = /https:\/\/[\w.-]+\.workers\.dev/.exec(output)?.[0]
    },
  }
  const together: Step = {
    what: say('Compare the settings with wrangler.toml', '核对设置与 wrangler.toml'),
    async run() {
      const place = say('see wrangler.toml, [vars]', '见 wrangler.toml 的 [vars]')
      const read = readSettings({ ...ofToml, ...settings.values }, () => place)
      const absent = ((declared?.required ?? []) as string[]).filter((secret) => !settings.secrets.includes(secret))
      const mistakes = [
        ...('mistakes' in read ? read.mistakes : []),
        ...absent.map((secret) =>
          say(
            `${secret} is among the required secrets of wrangler.toml, and not in the settings: take it out there`,
            `wrangler.toml 的 required 中有 ${secret}，而设置中没有：请在那里删去`,
          ),
        ),
      ]
      if (mistakes.length > 0) throw new DeployError(mistakes.join('\n  '))
    },
  }
  return {
    rehearsal: [
      together,
      {
        what: say('Bundle the Worker, without sending it', '打包 Worker，不发送'),
        command: 'wrangler deploy --dry-run',
        async run() {
          const args = ['--dry-run', '--outdir', join(scratch, 'worker')]
          const output = await deploy(args, { quiet: true, env: wranglerEnvironment })
          for (const line of bundled(output)) out(`  ${line}`)
          const bound = new Set([...output.matchAll(/^env\.(\w+) /gm)].map(([, one]) => one))
          const lost = [...settings.variables, ...settings.secrets].filter((one) => !bound.has(one))
          if (lost.length > 0)
            throw new DeployError(say(`wrangler leaves out ${lost.join(', ')}`, `wrangler 遗漏了 ${lost.join('、')}`))
        },
      },
    ],
    async missing() {
      const { code } = await programs.run(process.execPath, [cli, 'whoami', '--json'], {
        cwd: projectRoot,
        quiet: true,
      })
      return code === 0
        ? []
        : [
            say(
              'wrangler is not logged in: "npx wrangler login", or set CLOUDFLARE_API_TOKEN',
              'wrangler 未登录：运行 npx wrangler login，或设置 CLOUDFLARE_API_TOKEN',
            ),
          ]
    },
    steps: [
      ...(database && PLACEHOLDER.test(database.database_id ?? '<>') ? [makeDatabase] : []),
      ...(database ? [migrate] : []),
      upload,
    ],
    byHand: database
      ? []
      : [
          say(
            'PostgreSQL by Hyperdrive: DATABASE=postgres://… npm run migrate, before this and at each update',
            '经 Hyperdrive 使用 PostgreSQL：部署前及每次更新时运行 DATABASE=postgres://… npm run migrate',
          ),
        ],
    // What phones call comes first: a domain of one's own may still have to be led there.
    url: () => options.url ?? addressKnown(projectRoot) ?? deployedAt,
  }
}

/** wrangler.toml with the id of its database, and otherwise as it was. */
export function withDatabaseId(toml: string, id: string): string {
  return toml.replace(
    /^(database_id\s*=\s*")<[^"]*>(")/m,
    (_, before: string, after: string) => `${before}${id}${after}`,
  )
}

/** Of wrangler's talk, what is of interest. */
function bundled(output: string): string[] {
  return output.split('\n').filter((line) => /^Total Upload|WARNING/.test(line))
}
