import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { describePlacement, nameOf } from './describe-placement'
import { placeSdk, removeSdk } from './place-sdk'
import { placedSdk, SDK_FILE } from './placed-sdk'
import { RIGHT_SDK, SdkError } from './sdk-error'

const USAGE = `Places Alibaba's own upload SDK where the mini program looks for it, or takes it out again.

usage: npm run vendor-sdk -- PATH
       npm run vendor-sdk -- --remove

  PATH      the .zip that you downloaded from Alibaba, or the aliyun-upload-sdk-*.min.js in it
  --remove  takes it out

Which one: the ${RIGHT_SDK}, from
https://help.aliyun.com/en/vod/developer-reference/upload-sdk-for-wechat-mini-programs
It is proprietary: git ignores ${SDK_FILE}, and it must never be committed.`

export interface CommandContext {
  projectRoot: string
  /** Where the user stands: what a relative PATH is meant from. */
  cwd: string
  out(line: string): void
  err(line: string): void
}

/** `npm run vendor-sdk` with these arguments. Resolves with the exit code. */
export async function vendorSdk(args: string[], context: CommandContext): Promise<number> {
  const { projectRoot, cwd, out, err } = context
  try {
    const { help, remove, paths } = readArguments(args)
    const [path] = paths
    if (help) out(USAGE)
    else if (remove) out((await removeSdk(projectRoot)) ? `${SDK_FILE} is removed.` : `Nothing is at ${SDK_FILE}.`)
    else if (path !== undefined) {
      for (const line of describePlacement(await placeSdk(projectRoot, resolve(cwd, path)))) out(line)
    } else {
      err(`${USAGE}\n\n${status(projectRoot)}`)
      return 1
    }
    return 0
  } catch (error) {
    if (!(error instanceof SdkError)) throw error
    err(`error: ${error.message}`)
    return 1
  }
}

function status(projectRoot: string): string {
  const placed = placedSdk(projectRoot)
  return placed ? `Placed at present: ${nameOf(placed.version)}.` : 'Placed at present: none.'
}

/** @throws {SdkError} */
function readArguments(args: string[]): { help: boolean; remove: boolean; paths: string[] } {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    throw mistake((error as Error).message)
  }
  const { values, positionals } = parsed
  if (values.remove && positionals.length > 0) throw mistake('--remove takes no PATH.')
  const [, more] = positionals
  if (more !== undefined) throw mistake(`One PATH only, in quotes if it has spaces: "${more}" is one too many.`)
  return { ...values, paths: positionals }
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      remove: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}

function mistake(message: string): SdkError {
  return new SdkError(`${message} (--help tells more)`)
}
