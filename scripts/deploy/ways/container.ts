import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Say } from '../../terminal/language'
import { DeployError } from '../deploy-error'
import type { Deployment, DeployTools, Step } from '../deployment'
import { rehearseImage } from '../image/rehearse-image'
import { runOrFail } from '../programs'
import { namesForNode } from '../settings'

const NAME = 'wevod'
/** Of the Dockerfile. */
const PORT_INSIDE = 9000
/** Seconds in which a container has to answer, with a database that may have to be updated first. */
const READY_LIMIT_S = 60

/** An image by docker or podman: run on this machine, or pushed to a registry. */
export function container(tools: DeployTools): Deployment {
  const { projectRoot, options, settings, programs, say, out } = tools
  const { image = `${NAME}:latest`, push, port, npmRegistry, nodeImage } = options
  const engine = options.engine ?? (['docker', 'podman'] as const).find((name) => programs.find(name)) ?? 'docker'
  const run = (args: string[], quiet = false) =>
    runOrFail(programs, engine, args, { cwd: projectRoot, quiet, name: `${engine} ${args[0]}` })
  const buildArguments = [
    ...(nodeImage ? ['--build-arg', `NODE_IMAGE=${nodeImage}`] : []),
    ...(npmRegistry ? ['--build-arg', `NPM_CONFIG_REGISTRY=${npmRegistry}`] : []),
  ]
  // Settings by a file, which an argument only names.
  const runArguments = [
    ...['run', '--detach', '--name', NAME, '--restart', 'unless-stopped', '--read-only', '--tmpfs', '/tmp'],
    ...['--volume', `${NAME}:/data`, '--publish', `${port}:${PORT_INSIDE}`, '--env-file', settings.file],
    // The file may have been written for a process of this machine.
    ...['--env', 'HOST=0.0.0.0', '--env', `PORT=${PORT_INSIDE}`, ...databaseInside(settings.values), image],
  ]
  const command = (args: readonly string[]) => [engine, ...args].join(' ')
  const step = (what: string, args: string[]): Step => ({
    what,
    command: command(args),
    run: async () => void (await run(args)),
  })

  const replace: Step = {
    what: say(
      'End the container that ran before, if there is one, and start this one',
      '停掉旧容器（若有），启动新容器',
    ),
    command: command(runArguments),
    async run() {
      const before = await run(['ps', '--all', '--quiet', '--filter', `name=^/?${NAME}$`], true)
      if (before.trim() !== '') {
        await run(['stop', NAME], true)
        await run(['rm', NAME], true)
      }
      await run(runArguments)
    },
  }
  const ready: Step = {
    what: say('Wait until it is ready', '等待就绪'),
    async run() {
      const end = Date.now() + READY_LIMIT_S * 1000
      while (!(await answers(`http://127.0.0.1:${port}/readyz`))) {
        if (Date.now() > end) {
          throw new DeployError(
            say(
              `it does not get ready: ${command(['logs', NAME])} tells why`,
              `未能就绪：用 ${command(['logs', NAME])} 查看原因`,
            ),
          )
        }
        await wait(500)
      }
      out(`  http://127.0.0.1:${port}`)
    },
  }
  const readable: Step = {
    what: say('Look whether the container reads the settings as they are meant', '检查容器能否按原意读取设置'),
    async run() {
      const raw = asContainersRead(readFileSync(settings.file, 'utf8'))
      const odd = namesForNode(settings).filter((name) => raw[name] !== settings.values[name])
      if (odd.length === 0) return
      const names = odd.join(', ')
      throw new DeployError(
        say(
          `${names}: containers take quotes, comments and "export" for a part of the value; write NAME=value alone`,
          `${names}：容器会把引号、注释和 export 当作值的一部分；请只写 NAME=value`,
        ),
      )
    },
  }
  return {
    rehearsal: [readable, rehearseImage(tools)],
    missing: () => missingEngine(tools, engine, say),
    steps: [
      step(say(`Build the image ${image}`, `构建镜像 ${image}`), [
        'build',
        '--file',
        'deploy/Dockerfile',
        '--tag',
        image,
        ...buildArguments,
        '.',
      ]),
      ...(push ? [step(say('Push it to its registry', '推送到镜像仓库'), ['push', image])] : [replace, ready]),
    ],
    byHand: [
      say(
        `${namesForNode(settings).length} settings reach it by ${settings.file}; nothing of them is in the image`,
        `${namesForNode(settings).length} 项设置通过 ${settings.file} 传入；镜像中不含任何设置`,
      ),
      ...(push ? [say(`where it runs: ${command(runArguments)}`, `在运行它的机器上：${command(runArguments)}`)] : []),
    ],
    url: () => options.url ?? (push ? undefined : `http://127.0.0.1:${port}`),
  }
}

/** A file of SQLite lies in the volume; PostgreSQL is where it is. */
function databaseInside({ DATABASE }: Readonly<Record<string, string>>): string[] {
  return DATABASE?.includes('://') ? [] : ['--env', 'DATABASE=/data/wevod.sqlite']
}

async function missingEngine({ programs }: DeployTools, engine: string, say: Say): Promise<string[]> {
  if (!programs.find(engine)) {
    return [
      say(
        `${engine} is not installed: docs.docker.com/engine/install, or podman.io; --engine names another`,
        `未安装 ${engine}：见 docs.docker.com/engine/install 或 podman.io；可用 --engine 指定`,
      ),
    ]
  }
  const { code } = await programs.run(engine, ['info'], { quiet: true })
  if (code === 0) return []
  return [say(`${engine} does not answer: start it, or join its group`, `${engine} 没有响应：请启动它，或加入其用户组`)]
}

/** As `--env-file` of docker and podman does: all that follows the sign, whatever it is. */
function asContainersRead(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('=') && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ status }) => status === 200,
    () => false,
  )
}
