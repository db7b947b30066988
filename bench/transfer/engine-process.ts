import { createUploader, type Http, type UploaderOptions } from '../../miniprogram/uploader/index'
import { nodePorts } from '../../node-ports/node-ports'
import { type GaugeOptions, gauge } from './gauge'

/** One upload by the engine on its Node adapter. The job comes as JSON; what it took goes to stdout, as JSON too. */
export interface EngineJob extends GaugeOptions {
  path: string
  video: { videoId: string; uploadAddress: string; uploadAuth: string }
  /** The file goes here, too, at the same time. */
  second?: EngineJob['video']
  options: Pick<UploaderOptions, 'parallelParts' | 'partSize' | 'checksums'>
  /** Connections to the first port go to the second. */
  detour?: [from: number, to: number]
}

const job = JSON.parse(process.argv[2] as string) as EngineJob
const { close, ...ports } = nodePorts()
const http: Http = job.detour ? withDetour(ports.http, job.detour) : ports.http
const videos = job.second ? [job.second] : []
const uploader = createUploader({
  ports: { ...ports, http },
  getAuth: () => Promise.resolve(videos.shift() ?? job.video),
  ...job.options,
})
const measured = await gauge(async () => {
  const tasks = [job.video, ...videos].map(() => uploader.upload({ path: job.path, fileName: 'bench.mp4' }).result)
  await Promise.all(tasks)
}, job)
close()
console.log(JSON.stringify(measured))

/** UploadAddress names the server's own port, and the signatures do not cover it. */
function withDetour(direct: Http, [from, to]: [number, number]): Http {
  return { send: (request) => direct.send({ ...request, url: request.url.replace(`:${from}/`, `:${to}/`) }) }
}
