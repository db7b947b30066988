import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Preview, startPreview } from '../preview/server/index'
import { cloudRunOf, previewRewrites } from '../scripts/stack/preview-rewrites'
import { projectRoot } from '../scripts/test-support/run'
import type { Stack } from '../scripts/test-support/stack'

export interface ChangedPreviewOptions {
  /** Texts of config.ts, each with what stands in its place. */
  config: Readonly<Record<string, string>>
  /** Files of miniprogram/ that are left out. */
  without?: readonly string[]
  /** Gets the folder before the preview starts. */
  prepare?: (folder: string) => Promise<void>
}

/** `COMPILED=1` runs the app as WeChat's compiler makes it. */
export const compiled = process.env.COMPILED === '1'

/** The preview of a copy of the mini program whose config.ts says something else. This checkout's own files are not touched. */
export async function startChangedPreview(
  { serviceUrl, emulatorUrl }: Pick<Stack, 'serviceUrl' | 'emulatorUrl'>,
  folder: string,
  { config, without = [], prepare }: ChangedPreviewOptions,
): Promise<Preview> {
  await mkdir(folder, { recursive: true })
  await cp(join(projectRoot, 'miniprogram'), join(folder, 'miniprogram'), {
    recursive: true,
    filter: (path) => !without.includes(path),
  })
  const path = join(folder, 'miniprogram/config.ts')
  let text = await readFile(path, 'utf8')
  for (const [from, to] of Object.entries(config)) {
    if (!text.includes(from)) throw new Error(`config.ts does not have ${from.trim()} where it was.`)
    text = text.replace(from, () => to)
  }
  await writeFile(path, text)
  await cp(join(projectRoot, 'project.config.json'), join(folder, 'project.config.json'))
  await prepare?.(folder)
  return startProjectPreview({ serviceUrl, emulatorUrl }, folder)
}

/** The preview of the project in a folder. */
export function startProjectPreview(
  { serviceUrl, emulatorUrl }: Pick<Stack, 'serviceUrl' | 'emulatorUrl'>,
  folder: string,
): Promise<Preview> {
  return startPreview({
    projectRoot: folder,
    port: 0,
    rewrites: previewRewrites({ service: serviceUrl, emulator: emulatorUrl }),
    cloudRun: cloudRunOf(serviceUrl),
    compiled,
    onLine: (line) => console.error(line),
  })
}
