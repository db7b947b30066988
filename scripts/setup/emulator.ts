import { TOURIST_APPID } from './app-id'
import { TARGETS } from './arguments'
import { readEnvFile } from './env-file'
import { type FileChange, readIfThere } from './file-changes'
import { DEMO_CONFIG } from './mini-program-config'
import { ASIDE, envFileOf, miniProgramFiles } from './plan-files'

/**
 * Back to the demo: the mini program as the repository has it, and the settings put aside, whence the next setup takes
 * them. `npm start` needs none.
 * @param envFile only this one; undefined: those of both targets
 */
export function planEmulator(projectRoot: string, envFile: string | undefined): FileChange[] {
  const files = envFile === undefined ? TARGETS.map((target) => envFileOf(projectRoot, target)) : [envFile]
  return [...files.flatMap((path) => putAside(path)), ...miniProgramFiles(projectRoot, DEMO_CONFIG, TOURIST_APPID)]
}

/** A file of another tool stays. */
function putAside(path: string): FileChange[] {
  const before = readIfThere(path)
  if (before === undefined || !('SESSION_KEY' in readEnvFile(before))) return []
  const aside = readIfThere(path + ASIDE)
  return [
    { path: path + ASIDE, before: aside, after: before, secret: true, demo: false },
    // Nothing is lost: it is in the other one.
    { path, before, after: undefined, secret: true, demo: true },
  ]
}
