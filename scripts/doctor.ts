import { parseArgs } from 'node:util'
import { diagnose } from '../doctor/diagnose'
import { terminalReport } from '../doctor/report/terminal'
import { LANGUAGES } from '../doctor/texts/languages'
import { config } from '../miniprogram/config'
import { isLoopback } from '../server/settings/fields'
import { SourceError, settingsSource } from './doctor/settings-source'
import { projectRoot } from './project-root'
import { urlOf } from './stack/addresses'
import { UsageError } from './terminal/flags'
import { type Language, languageOf } from './terminal/language'

const USAGE = `Checks a whole setup, step by step: settings, WeChat, access key, role, VOD, bucket, callback, the service itself.
Each failure comes with its cause and what mends it. At the end stand the domain lists for mp.weixin.qq.com.

usage: npm run doctor -- [--env-file FILE] [--url URL] [--emulator] [--json] [--lang en|zh]

  --env-file FILE  the settings, as NAME=value lines; a file named .dev.vars… counts together with wrangler.toml's [vars].
                   Default: .dev.vars if there is one, else the environment variables
  --emulator       the emulator's demo account, for a running "npm start"; what FILE says counts over it.
                   SERVICE_PORT and EMULATOR_PORT say where it listens
  --url URL        where the service itself runs. Default: serviceUrl of miniprogram/config.ts, VOD_CALLBACK_URL's
                   address, or that of "npm start"
  --json           the findings as JSON on stdout; progress goes to stderr
  --lang en|zh     default: by LC_ALL, LC_MESSAGES or LANG

Of the clouds it asks some 20 things. Nothing is changed but for one probe, a video without a file named "wevod doctor",
which is made at VOD and deleted again, or named where the access key may not delete it. No secret is printed.

exit code: 0 healthy, 1 something is wrong, 2 wrong usage`

/** What shells expect of a program that Ctrl-C has ended. */
const INTERRUPTED = 130

interface Arguments {
  envFile: string | undefined
  url: string | undefined
  emulator: boolean
  json: boolean
  language: Language
}

function readArguments(): Arguments | 'help' {
  let values: ReturnType<typeof parse>['values']
  try {
    values = parse().values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  if (values.help) return 'help'
  const { lang = languageOf(process.env), url } = values
  if (!Object.hasOwn(LANGUAGES, lang)) throw new UsageError(`--lang takes ${Object.keys(LANGUAGES).join(' or ')}.`)
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw new UsageError('--url takes an address such as https://service.example.')
  }
  return {
    envFile: values['env-file'],
    url: url?.replace(/\/+$/, ''),
    emulator: values.emulator,
    json: values.json,
    language: lang as Language,
  }
}

function parse() {
  // Node itself takes --env-file wherever it stands on its line, unless -- comes before: package.json has that.
  const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2)
  return parseArgs({
    args,
    options: {
      'env-file': { type: 'string' },
      url: { type: 'string' },
      emulator: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      lang: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}

/** Where the service runs, if the command line or the mini program says so; the loopback default of the latter does not. */
function serviceUrlOf({ url, emulator }: Arguments, env: Readonly<Record<string, unknown>>): string | undefined {
  if (url !== undefined) return url
  if (!isLoopback(config.serviceUrl)) return config.serviceUrl
  const vodUrl = env.VOD_URL
  const isEmulated = emulator || (typeof vodUrl === 'string' && isLoopback(vodUrl))
  return isEmulated ? urlOf('service') : undefined
}

async function doctor(options: Arguments): Promise<boolean> {
  const { envFile, emulator, json } = options
  const texts = LANGUAGES[options.language]
  // npm runs scripts in the project's folder; INIT_CWD is where the user stands.
  const folder = process.env.INIT_CWD ?? process.cwd()
  const source = await settingsSource({ projectRoot, folder, envFile, emulator, env: process.env, texts })
  const stream = json ? process.stderr : process.stdout
  const report = terminalReport(texts, {
    width: Math.max(60, Math.min(110, stream.columns || 100)),
    colors: stream.isTTY && !process.env.NO_COLOR,
    live: stream.isTTY,
    write: (text) => void stream.write(text),
  })
  process.once('SIGINT', () => {
    process.stderr.write(`\n${texts.report.interrupted}\n`)
    process.exit(INTERRUPTED)
  })
  report.begin(source.name)
  const begun = performance.now()
  const diagnosis = await diagnose({
    source,
    texts,
    serviceUrl: serviceUrlOf(options, source.env),
    app: { engine: config.engine, authMethod: config.authMethod, cloudRun: config.cloudRun !== undefined },
    listener: report.listener,
  })
  const seconds = Math.round((performance.now() - begun) / 100) / 10
  report.end(diagnosis, seconds)
  if (json) process.stdout.write(`${JSON.stringify({ ...diagnosis, seconds }, null, 2)}\n`)
  return diagnosis.healthy
}

try {
  const options = readArguments()
  if (options === 'help') console.log(USAGE)
  else process.exitCode = (await doctor(options)) ? 0 : 1
} catch (error) {
  if (!(error instanceof UsageError || error instanceof SourceError)) throw error
  console.error(`error: ${error.message} (--help tells more)`)
  process.exitCode = 2
}
