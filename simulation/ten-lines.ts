import { setImmediate as turn } from 'node:timers/promises'
import type { createUploader, GetAuth, wxPorts } from '../miniprogram/uploader/index'
import { phoneWx } from './phone-wx'
import type { World } from './world'

/** The engine, wherever it comes from. */
export interface EngineModule {
  createUploader: typeof createUploader
  wxPorts: typeof wxPorts
}

/** What a README shows first: its ten lines, with their import. */
export function tenLinesOf(readme: string): string {
  const [, lines] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
  if (lines === undefined) throw new Error('The README has no TypeScript.')
  return lines
}

/** Runs the ten lines on a phone, on which a video is picked. Returns, when it is uploaded, what they told the page. */
export async function runTenLines(lines: string, engine: EngineModule, world: World, path: string) {
  const wx = { ...phoneWx(world.phone), chooseMedia: () => Promise.resolve({ tempFiles: [{ tempFilePath: path }] }) }
  const shown: unknown[] = []
  const page = { setData: (data: unknown) => shown.push(data) }
  const askYourServer = (_: string, request: Parameters<GetAuth>[0]) => world.service.getAuth(request)
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor
  const run = new AsyncFunction(
    'createUploader',
    'wxPorts',
    'wx',
    'page',
    'askYourServer',
    `${lines.replace(/^import.*$/m, '')}\nreturn videoId`,
  )
  let videoId: unknown
  const ended = (run(engine.createUploader, engine.wxPorts, wx, page, askYourServer) as Promise<string>).then((id) => {
    videoId = id
  })
  // The lines take WeChat's own timers, which are real ones: they and the phone's time pass in turns.
  while (videoId === undefined && shown.length < 1000) {
    await world.pass(() => videoId !== undefined, 1000)
    await Promise.race([ended, turn()])
  }
  return { videoId, shown }
}
