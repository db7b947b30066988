import { execFile, spawn } from 'node:child_process'
import { copyFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { wranglerEnvironment } from '../../scripts/stack/wrangler'
import { projectRoot } from '../../scripts/test-support/run'

/** For workerd to end by itself, milliseconds. */
const GRACE_MS = 5_000

export interface Workerd {
  /** Ports of the service and of the route that only verifies a session. */
  ports: { service: number; jwt: number }
  pid: number
  stop(): Promise<void>
}

/**
 * Runs the Worker's bundle, as it would be deployed, on workerd itself: no wrangler and no proxy in front of it. Beside
 * it in the same process, on another port, the Worker that it is compared with.
 */
export async function startWorkerd(
  folder: string,
  { env, upstreamPort }: { env: Record<string, string>; upstreamPort: number },
): Promise<Workerd> {
  await bundleService(folder)
  await bundleWorker('bench/service/jwt-only-worker.ts', join(folder, 'jwt.js'))
  const workers = {
    service: workerOf('service.js', serviceBindings(env)),
    jwt: workerOf('jwt.js', [text(['SESSION_KEY', env.SESSION_KEY ?? ''])]),
  }
  const { ports, ...workerd } = await runWorkerd(folder, configurationOf(workers, upstreamPort), Object.keys(workers))
  return { ...workerd, ports: ports as Workerd['ports'] }
}

/** Makes a file that workerd runs of a Worker of ours. */
export async function bundleWorker(entry: string, outfile: string): Promise<void> {
  await build({ entryPoints: [join(projectRoot, entry)], outfile, bundle: true, format: 'esm', minify: true })
}

/** Runs workerd with this configuration, until its sockets listen: their ports by name. */
export async function runWorkerd(folder: string, configuration: string, sockets: string[]) {
  const configFile = join(folder, 'config.capnp')
  await writeFile(configFile, configuration)
  // The package finds the binary of this platform; its command is a script around it.
  const workerd = createRequire(import.meta.url)('workerd') as { default: string }
  const child = spawn(workerd.default, ['serve', '--control-fd=3', configFile], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const ports: Record<string, number> = {}
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
      const { event, socket, port } = JSON.parse(line) as { event: string; socket: string; port: number }
      if (event === 'listen') ports[socket] = port
      if (sockets.every((name) => ports[name])) resolve()
    })
    void ended.then((code) => reject(new Error(`workerd ended with ${code}`)))
  })
  return {
    ports,
    pid: child.pid as number,
    async stop() {
      child.kill('SIGTERM')
      // One that has a call which never ends does not end either.
      const end = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
      await ended
      clearTimeout(end)
    },
  }
}

/** The Worker as it would be deployed, as `service.js` in the folder. What wrangler says of it is the result. */
export async function bundleService(folder: string): Promise<string> {
  const wrangler = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js')
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [wrangler, 'deploy', '--dry-run', '--outdir', join(folder, 'bundle')],
    {
      cwd: projectRoot,
      env: { ...process.env, ...wranglerEnvironment },
    },
  )
  await copyFile(join(folder, 'bundle/main.js'), join(folder, 'service.js'))
  return stdout + stderr
}

/** A Worker in the configuration of workerd, whose only module is this file. */
export function workerOf(file: string, bindings: string[]): string {
  return `(
      modules = [(name = "${file}", esModule = embed "${file}")],
      compatibilityDate = "2026-10-01",
      bindings = [${bindings.join(', ')}],
      globalOutbound = "network",
    )`
}

const text = ([name, value]: [string, string]) => `(name = "${name}", text = ${JSON.stringify(value)})`

/** The settings of the service, and its database. */
export function serviceBindings(env: Record<string, string>): string[] {
  const database =
    '(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "d1")]))'
  return [...Object.entries(env).map(text), database]
}

/**
 * The configuration of workerd with these Workers, each on a port of its own. Their D1 asks the one that is given.
 * @param definitions of what the Workers name
 */
export function configurationOf(workers: Record<string, string>, databasePort: number, definitions = ''): string {
  const services = Object.entries(workers).map(([name, worker]) => `(name = "${name}", worker = ${worker}),`)
  const sockets = Object.keys(workers).map(
    (name) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}"),`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";

${definitions}

const config :Workerd.Config = (
  services = [
    ${services.join('\n    ')}
    (name = "d1", external = (address = "127.0.0.1:${databasePort}", http = ())),
    (name = "network", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [
    ${sockets.join('\n    ')}
  ],
);
`
}
