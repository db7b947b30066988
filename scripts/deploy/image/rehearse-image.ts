import { chmodSync, chownSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeployTools, Step } from '../deployment'
import { namesForNode } from '../settings'
import { playImage } from './play-image'
import { rehearseService } from './rehearse-service'

/**
 * Does what the Dockerfile says in an empty folder, without a container engine, and starts what comes of it as the image's
 * user with the settings. Its database is one of its own.
 * @param source the folder that is sent to the builder
 */
export function rehearseImage(
  { projectRoot, settings, scratch, say, out }: DeployTools,
  source = projectRoot,
  dockerfile = 'deploy/Dockerfile',
): Step {
  return {
    what: say(
      'Play the image: do what its Dockerfile says in an empty folder, start it with the settings, ask it, and end it',
      '演练镜像：在空目录中执行 Dockerfile，用这些设置启动服务、询问其状态，再结束',
    ),
    async run() {
      const folder = join(scratch, 'image')
      mkdirSync(folder)
      // The image's user goes through both.
      for (const path of [scratch, folder]) chmodSync(path, 0o755)
      const image = playImage(readFileSync(join(source, dockerfile), 'utf8'), folder, source)
      const isRoot = process.getuid?.() === 0
      const data = join(image.root, 'data/rehearsal')
      mkdirSync(data)
      if (isRoot) chownSync(data, image.uid, image.gid)
      const own = Object.fromEntries(namesForNode(settings).map((name) => [name, settings.values[name] ?? '']))
      await rehearseService({
        command: image.command,
        cwd: image.workdir,
        env: { ...image.env, ...own, DATABASE: join(data, 'wevod.sqlite') },
        ...(isRoot && { uid: image.uid, gid: image.gid }),
      })
      out(
        say(`  It runs as ${image.uid}:${image.gid}, and answers.`, `  以 ${image.uid}:${image.gid} 运行，应答正常。`),
      )
    },
  }
}
