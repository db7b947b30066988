import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { serviceAuth } from '../miniprogram/service/service-auth'
import { ServiceError } from '../miniprogram/service/service-error'
import { TokenService } from '../miniprogram/service/token-service'
import { createUploader, UploadError } from '../miniprogram/uploader/index'
import { nodePorts } from '../node-ports/node-ports'
import { urlOf } from './stack/addresses'
import { progressDisplay } from './terminal/progress-display'

const USAGE = `Uploads a video with the real engine to the running stack (start it with: npm start).

usage: npm run upload -- FILE [--title T] [--user NAME]

  --title T    title at VOD, 1 to 128 characters; default: the file's name without its extension
  --user NAME  whom the emulator's WeChat logs in (letters and digits); default: cli

SERVICE_PORT and EMULATOR_PORT say where the stack listens. Progress goes to stderr;
the last line of stdout is {"videoId":…,"size":…,"seconds":…}.`

/** Who sits at a terminal rather hears soon that nothing answers than waits for minutes, as a phone does. */
const TRIES = 3

/** A mistake on the command line. */
class UsageError extends Error {}

function readArguments(): { file: string; title: string | undefined; user: string } | 'help' {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const { values, positionals } = parsed
  if (values.help) return 'help'
  const [file, ...more] = positionals
  if (!file) throw new UsageError('Which file? npm run upload -- FILE [--title T]')
  if (more.length > 0) throw new UsageError(`One file at a time: "${more[0]}" is one too many.`)
  if (!/^[a-z0-9]{1,20}$/i.test(values.user)) throw new UsageError('--user takes 1 to 20 letters and digits.')
  // npm runs scripts in the project's folder; INIT_CWD is where the user stands.
  return { file: resolve(process.env.INIT_CWD ?? '', file), title: values.title, user: values.user }
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      title: { type: 'string' },
      user: { type: 'string', default: 'cli' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}

async function upload({ file, title, user }: { file: string; title: string | undefined; user: string }): Promise<void> {
  const ports = nodePorts()
  const service = new TokenService({
    url: urlOf('service'),
    http: ports.http,
    login: () => Promise.resolve(`dev-${user}-${crypto.randomUUID()}`),
  })
  const uploader = createUploader({
    ports,
    ...serviceAuth(service, 'sts'),
    vodUrl: urlOf('emulator'),
    tries: TRIES,
  })
  const display = progressDisplay(process.stderr, basename(file))
  const started = performance.now()
  let shown = false
  const task = uploader.upload({ path: file, fileName: basename(file), ...(title !== undefined && { title }) })
  task.subscribe(({ state, progress }) => {
    if (!progress || (state !== 'uploading' && state !== 'success')) return
    shown = true
    display.show(progress)
  })
  process.on('SIGINT', () => void task.cancel())
  process.on('SIGTERM', () => void task.cancel())
  try {
    const { videoId, size } = await task.result
    display.end()
    shown = false
    console.log(JSON.stringify({ videoId, size, seconds: Math.round(performance.now() - started) / 1000 }))
  } catch (error) {
    // A terminal keeps no checkpoint that could be gone on from.
    await task.cancel()
    throw error
  } finally {
    if (shown) display.end()
    ports.close()
  }
}

/** One line that says what went wrong and, where it helps, what to do. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message} (--help tells more)`
  if (!(error instanceof UploadError)) return error instanceof Error ? error.message : String(error)
  const cause = error.cause instanceof UploadError || error.cause instanceof ServiceError ? error.cause : error
  const request = cause.requestId ? ` [${cause.code}, request ${cause.requestId}]` : ` [${cause.code}]`
  const help = cause.code === 'network_failed' ? ' Is the stack running? Start it with: npm start' : ''
  return `${error.message}${help}${request}`
}

try {
  const options = readArguments()
  if (options === 'help') console.log(USAGE)
  else await upload(options)
} catch (error) {
  console.error(`error: ${explain(error)}`)
  // 130 is what shells expect of a program that Ctrl-C has ended.
  process.exitCode = error instanceof UploadError && error.code === 'canceled' ? 130 : 1
}
