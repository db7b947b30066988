import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { projectRoot } from '../../project-root'
import { execForm, last, readDockerfile, type Stage } from './dockerfile'

export interface PlayedImage {
  /** Stands for `/` in the container. */
  root: string
  workdir: string
  env: Record<string, string>
  /** Of USER. */
  uid: number
  gid: number
  /** Of CMD and HEALTHCHECK; the program that they begin with is this machine's. */
  command: string[]
  healthCheck: string[]
}

/**
 * Does what a Dockerfile says, line by line, in an empty folder instead of a container. Its base image is this machine, and
 * `npm ci` a link to what is installed here; any instruction that is not known fails.
 * @param source the folder that is sent to the builder
 */
export function playImage(dockerfile: string, directory: string, source = projectRoot): PlayedImage {
  const stages = readDockerfile(dockerfile)
  const roots = new Map<string, string>()
  let played: { stage: Stage; root: string; workdir: string; env: Record<string, string> } | undefined
  for (const [index, stage] of stages.entries()) {
    const root = join(directory, `stage-${index}`)
    mkdirSync(root)
    if (stage.name) roots.set(stage.name, root)
    played = { stage, root, ...playStage(stage, root, roots, source) }
  }
  if (!played) throw new Error('The Dockerfile has no stage.')
  const { stage, root, workdir, env } = played
  const [uid = 0, gid = 0] = last(stage, 'USER').split(':').map(Number)
  const inImage = (words: string[]) => words.map((word) => (word === 'node' ? process.execPath : word))
  return {
    ...{ root, workdir, env, uid, gid },
    command: inImage(execForm(last(stage, 'CMD'))),
    healthCheck: inImage(execForm(last(stage, 'HEALTHCHECK'))),
  }
}

function playStage({ instructions }: Stage, root: string, roots: ReadonlyMap<string, string>, context: string) {
  let workdir = root
  const env: Record<string, string> = {}
  for (const { word, rest } of instructions) {
    switch (word) {
      case 'WORKDIR':
        workdir = join(root, rest)
        mkdirSync(workdir, { recursive: true })
        break
      case 'COPY':
        copy(rest, root, workdir, roots, context)
        break
      case 'RUN':
        if (/^npm ci\b/.test(rest)) symlinkSync(join(projectRoot, 'node_modules'), join(workdir, 'node_modules'))
        else runIn(workdir, within(root, rest))
        break
      case 'ENV':
        for (const [, name, value] of rest.matchAll(/(\w+)=(\S+)/g)) env[name ?? ''] = within(root, value ?? '')
        break
      default:
        if (!['ARG', 'USER', 'VOLUME', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD'].includes(word)) {
          throw new Error(`What does ${word} do?`)
        }
    }
  }
  return { workdir, env }
}

function copy(rest: string, root: string, workdir: string, roots: ReadonlyMap<string, string>, context: string): void {
  const words = rest.split(/\s+/)
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length)
  const paths = words.filter((word) => !word.startsWith('--'))
  const to = paths.pop() ?? '.'
  const source = from === undefined ? context : roots.get(from)
  if (source === undefined) throw new Error(`There is no stage ${from}.`)
  for (const path of paths) {
    const target = join(to.startsWith('/') ? root : workdir, to)
    // A folder's content, or a file into a folder.
    const isFile = existsSync(join(source, path)) && to.endsWith('./')
    cpSync(join(source, path), isFile ? join(target, path) : target, { recursive: true })
  }
}

/** Absolute paths of the container, in this folder. */
function within(root: string, text: string): string {
  return text.replaceAll(/(^|[\s=])\/(?=\w)/g, `$1${root}/`)
}

function runIn(cwd: string, command: string): void {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter)
  // Only root can give folders away.
  const asAnyone = process.getuid?.() === 0 ? command : command.replace(/\s*&& chown .*/, '')
  execFileSync('/bin/sh', ['-ec', asAnyone], { cwd, env: { PATH, HOME: cwd }, stdio: ['ignore', 'ignore', 'inherit'] })
}
