import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot, spawnCommand } from '../test-support/run'
import { buildPackage } from './build-package'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wevod-types-test-'))
  await buildPackage(join(folder, 'node_modules/wevod-uploader'))
  const typings = 'node_modules/miniprogram-api-typings'
  await symlink(join(projectRoot, typings), join(folder, typings))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rm(folder, { recursive: true }))

/** What the compiler says of a script in a project that has the package installed. */
async function complaints(script: string, options: Record<string, unknown>): Promise<string> {
  const project = await mkdtemp(join(folder, 'project-'))
  await mkdir(project, { recursive: true })
  await writeFile(join(project, 'script.ts'), script)
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, target: 'es2022' },
    ...{ lib: ['es2020'], types: [], ...options },
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['script.ts'] }))
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc')
  const { stdout } = await spawnCommand(process.execPath, [tsc, '-p', project, '--pretty', 'false']).ended
  return stdout
}

/** What the ten lines take for granted. */
const SURROUNDINGS = `import type { AuthRequest, StsAuth } from 'wevod-uploader'
declare function askYourServer(path: string, request: AuthRequest): Promise<StsAuth>
declare const page: { setData(data: { state: string; percent: number | undefined }): void }
`

const RESOLUTIONS = [
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
] as const

describe.each(RESOLUTIONS)('with the resolution %s', (_, resolution) => {
  it.each(['README.md', 'README.en.md'])('the ten lines of %s are right in strict', async (name) => {
    const readme = await readFile(join(folder, 'node_modules/wevod-uploader', name), 'utf8')
    const [, lines = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
    expect(lines).toContain('createUploader')
    const options = { ...resolution, types: ['miniprogram-api-typings'] }
    expect(await complaints(`${SURROUNDINGS}${lines}\nconsole.log(videoId.length)`, options)).toBe('')
    // The types are looked at, and are not any.
    const wrong = lines.replace('percent: progress?.percent', 'percent: progress?.procent')
    expect(await complaints(SURROUNDINGS + wrong, options)).toContain("Property 'procent' does not exist")
  })

  it('no entry asks for types of WeChat', async () => {
    const script = `import { createUploader, UploadError, wxPorts } from 'wevod-uploader'
import { nodePorts } from 'wevod-uploader/node'
import { createServiceClient } from 'wevod-uploader/service'
import { webPorts } from 'wevod-uploader/web'
export const others = [createServiceClient, webPorts].map((one) => one.name.length)
const uploader = createUploader({ ports: nodePorts(), getAuth: () => Promise.reject(new UploadError('timed_out', '')) })
export const title: string | undefined = uploader.tasks[0]?.snapshot.file.title
export const wrong = wxPorts({ request: 1 })`
    const said = await complaints(script, { ...resolution, lib: ['es2022', 'dom'] })
    expect(
      said
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('project-') || line.includes('error')),
    ).toEqual([expect.stringMatching(/script\.ts\(8,\d+\): error TS2/)])
  })
})
