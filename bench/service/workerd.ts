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
  await build({
    entryPoints: [join(projectRoot, 'bench/service/jwt-only-worker.ts')],
    outfile: join(folder, 'jwt.js'),
    bundle: true,
    format: 'esm',
    minify: true,
  })
  const { ports, ...workerd } = await runWorkerd(folder, config(env, upstreamPort), ['service', 'jwt'])
  return { ...workerd, ports: ports as Workerd['ports'] }
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

/** What the Workers of a configuration ask. */
export function outside(databasePort: number): string {
  return `(name = "d1", external = (address = "127.0.0.1:${databasePort}", http = ())),
    (name = "network", network = (allow = ["public", "private", "local"])),`
}

function config(env: Record<string, string>, upstreamPort: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "service", worker = ${workerOf('service.js', serviceBindings(env))}),
    (name = "jwt", worker = ${workerOf('jwt.js', [text(['SESSION_KEY', env.SESSION_KEY ?? ''])])}),
    ${outside(upstreamPort)}
  ],
  sockets = [
    (name = "service", address = "127.0.0.1:0", http = (), service = "service"),
    (name = "jwt", address = "127.0.0.1:0", http = (), service = "jwt"),
  ],
);
`
}
