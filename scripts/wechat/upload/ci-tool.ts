import { createRequire } from 'node:module'
import { besideCompiler, fetchCompiler } from '../../../wechat-compiler/fetch-compiler'

/** What is used of WeChat's official CI tool, miniprogram-ci. */
export interface CiTool {
  Project: new (options: {
    appid: string
    type: 'miniProgram'
    projectPath: string
    /** PEM. */
    privateKey: string
    ignores: string[]
  }) => object
  preview(options: PublishOptions & { qrcodeFormat: 'terminal' }): Promise<Published>
  upload(options: PublishOptions): Promise<Published>
}

interface PublishOptions {
  project: object
  version: string
  desc: string
  robot: number
  setting: { useProjectConfig: true }
  onProgressUpdate(task: unknown): void
}

export interface Published {
  /** Bytes; `__FULL__` is all of them. */
  subPackageInfo?: { name: string; size: number }[]
}

/** The tool, which is fetched where it is not there yet: it is 276 MB with all it needs, and no dependency of ours. */
export async function loadCiTool(say: (line: string) => void): Promise<CiTool> {
  await fetchCompiler(say)
  // Its own processes would be started as this one, with tsx, in a folder that has none.
  process.execArgv = []
  return createRequire(besideCompiler)('miniprogram-ci') as CiTool
}
