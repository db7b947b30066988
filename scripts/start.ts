import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '../emulator/server'
import { portOf } from './stack/addresses'
import { expectFreePorts } from './stack/ports'
import { startService } from './stack/service'

// `npm start`: the emulator and the token service, until Ctrl-C or SIGTERM.

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
/** Everything this run leaves on disk; removed at its end. Stacks on other ports have theirs beside it. */
const directory = join(projectRoot, '.emulator', String(portOf('emulator')))

/** What runs, in the order of starting. */
const running: { stop(): Promise<void> }[] = []
let stopping: Promise<void> | undefined

async function start(): Promise<void> {
  await expectFreePorts()
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })

  const emulator = await startEmulator({ directory: join(directory, 'objects'), port: portOf('emulator') })
  running.push({ stop: () => emulator.close() })
  say('emulator', `WeChat login, STS, VOD and OSS at ${emulator.url}`)

  say('service', 'starting on workerd …')
  const service = await startService({
    projectRoot,
    directory,
    port: portOf('service'),
    emulatorUrl: emulator.url,
    onLine: (line) => say('service', line),
  })
  running.push(service)
  void service.ended.then((code) => {
    if (!stopping) void stop(1, `The token service has ended (exit code ${code}).`)
  })

  console.log(`ready  service ${service.url}  emulator ${emulator.url}`)
  console.log('Try it: npm run upload -- some.mp4      Ctrl-C ends everything.')
}

/** Ends what runs, last started first; once. */
function stop(exitCode: number, reason?: string): Promise<void> {
  stopping ??= (async () => {
    if (reason) console.error(reason)
    for (const part of running.reverse()) await part.stop()
    await rm(directory, { recursive: true, force: true })
    process.exit(exitCode)
  })()
  return stopping
}

function say(part: string, line: string): void {
  console.log(`${part.padEnd(8)} ${line}`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0))
}
start().catch((error: Error) => stop(1, `error: ${error.message}`))
