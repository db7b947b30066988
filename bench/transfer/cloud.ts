import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { demoAccount } from '../../emulator/account'
import { percentEncode } from '../../miniprogram/uploader/cloud/percent-encode'
import { acs3Headers } from '../../miniprogram/uploader/vod/acs3-signature'
import { decodeUploadTicket, type UploadTicket } from '../../miniprogram/uploader/vod/upload-ticket'
import { cpuMsOf } from '../cpu-time'
import type { TestFile } from './test-file'

/** VOD's answer to CreateUploadVideo, as it came and decoded. */
export interface Video {
  encoded: { videoId: string; uploadAddress: string; uploadAuth: string }
  ticket: UploadTicket
}

/** The emulator, in a process of its own. */
export interface CloudProcess {
  port: number
  /** A new place for a video; its key may write it by any of OSS's calls. */
  newVideo(): Promise<Video>
  /** @throws {Error} where other bytes than the file's have arrived */
  expectStored(video: Video, file: TestFile): Promise<void>
  /** Forgets everything and deletes its files. */
  reset(): Promise<void>
  /** CPU time it has used so far, seconds. */
  cpuSeconds(): Promise<number>
  stop(): Promise<void>
}

export async function startCloud(directory: string): Promise<CloudProcess> {
  const script = fileURLToPath(new URL('cloud-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(message as number))
    void ended.then(() => reject(new Error('The emulator ended before it was ready.')))
  })
  const url = `http://127.0.0.1:${port}`
  return {
    port,
    newVideo: () => createVideo(url, `127.0.0.1:${port}`),
    async expectStored({ encoded: { videoId } }, file) {
      const response = await fetch(`${url}/_emulator/videos/${videoId}`)
      const stored = (await response.json()) as { size: number | null; sha256: string | null }
      if (stored.size === file.size && stored.sha256 === file.sha256) return
      throw new Error(`Other bytes arrived than were sent: ${JSON.stringify(stored)}, not ${JSON.stringify(file)}.`)
    },
    async reset() {
      await fetch(`${url}/_emulator/reset`, { method: 'POST' })
    },
    async cpuSeconds() {
      return (await cpuMsOf(child.pid as number)) / 1000
    },
    async stop() {
      child.kill()
      await ended
    },
  }
}

async function createVideo(url: string, host: string): Promise<Video> {
  const operator = demoAccount.users.find(({ name }) => name === 'operator')
  if (!operator) throw new Error('The demo account has no operator.')
  const body = `FileName=${percentEncode('bench.mp4')}&Title=bench`
  const headers = acs3Headers(
    host,
    'CreateUploadVideo',
    '2017-03-21',
    body,
    { accessKeyId: operator.accessKeyId, accessKeySecret: operator.accessKeySecret },
    Date.now(),
    crypto.randomUUID(),
  )
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
  const answer = (await response.json()) as Record<'VideoId' | 'UploadAddress' | 'UploadAuth', string>
  if (!response.ok) throw new Error(`VOD refused CreateUploadVideo: ${JSON.stringify(answer)}`)
  const encoded = { videoId: answer.VideoId, uploadAddress: answer.UploadAddress, uploadAuth: answer.UploadAuth }
  return { encoded, ticket: decodeUploadTicket(encoded, Date.now()) }
}
