import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startEmulator } from '../emulator/server'
import { config } from '../miniprogram/config'
import { fetchCompiler } from '../wechat-compiler/fetch-compiler'
import { portOf, urlOf } from './stack/addresses'
import { expectFreePorts } from './stack/ports'
import { startPreview } from './stack/preview'
import { RunFolder } from './stack/run-folder'
import { startService } from './stack/service'
import { missingSdkLine } from './vendor-sdk/missing-sdk'
import { placedSdk } from './vendor-sdk/placed-sdk'

// `npm start`: the emulator, the token service and the preview, until Ctrl-C or SIGTERM. `npm start -- --log-calls` also
// prints each call of the service: without it, the line that says where everything is stays in sight. With `--compiled`
// the preview runs what WeChat's official compiler, which is fetched first, makes of the scripts.

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
/** Everything this run leaves on disk; removed at its end. Stacks on other ports have theirs beside it. */
const folder = new RunFolder(join(projectRoot, '.emulator'))

/** What runs, in the order of starting. */
const running: { stop(): Promise<void> }[] = []
let stopping: Promise<void> | undefined

async function start(): Promise<void> {
  const { 'log-calls': logCalls, compiled } = parseArgs({
    options: { 'log-calls': { type: 'boolean', default: false }, compiled: { type: 'boolean', default: false } },
  }).values
  if (compiled) await fetchCompiler((line) => say('preview', line))
  await expectFreePorts()
  const directory = await folder.make(String(portOf('emulator')))
  const emulator = await startEmulator({ directory: join(directory, 'objects'), port: portOf('emulator') })
  running.push({ stop: () => emulator.close() })
  await folder.removeOthers()
  say('emulator', `WeChat login, STS, VOD and OSS at ${urlOf('emulator')}`)

  say('service', 'starting on workerd …')
  say('preview', `building the mini program${compiled ? ' with WeChat’s compiler' : ''} …`)
  const missing = missingSdkLine(config, placedSdk(projectRoot))
  if (missing) say('preview', missing)
  // Both are waited for, so that none is left behind when the other fails.
  const starting = await Promise.allSettled([
    startService({
      projectRoot,
      directory,
      port: portOf('service'),
      emulatorUrl: urlOf('emulator'),
      onLine: (line) => (logCalls || !isCall(line)) && say('service', line),
    }),
    startPreview({ projectRoot, port: portOf('preview'), compiled, onLine: (line) => say('preview', line) }),
  ])
  for (const [index, result] of starting.entries()) {
    if (result.status === 'rejected') continue
    running.push(result.value)
    const name = index === 0 ? 'token service' : 'preview'
    void result.value.ended.then((code) => {
      if (!stopping) void stop(1, `The ${name} has ended (exit code ${code}).`)
    })
  }
  for (const result of starting) if (result.status === 'rejected') throw result.reason

  console.log(`ready  service ${urlOf('service')}  emulator ${urlOf('emulator')}  preview ${urlOf('preview')}`)
  console.log('Open the preview in a browser, or: npm run upload -- some.mp4      Ctrl-C ends everything.')
}

/** Ends what runs, last started first; once. */
function stop(exitCode: number, reason?: string): Promise<void> {
  stopping ??= (async () => {
    if (reason) console.error(reason)
    for (const part of running.reverse()) await part.stop()
    await folder.remove()
    process.exit(exitCode)
  })()
  return stopping
}

/** Whether wrangler (`[wrangler:info] GET /videos 200 OK (3ms)`) or the service itself reports a call that went well. */
function isCall(line: string): boolean {
  return /^\[wrangler:\w+\] [A-Z]+ \S+ [1-4]\d\d |^\{.*"level":"info","event":"call"/.test(line)
}

function say(part: string, line: string): void {
  console.log(`${part.padEnd(8)} ${line}`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0))
}
start().catch((error: Error) => stop(1, `error: ${error.message}`))
