import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canLaunchChromium } from '../preview/test-support/chromium'
import { documentedClient } from './documented-client'
import { useTeamService } from './team-service'
import { useWebPages } from './web-page'

// Alibaba's own uploader for web pages, unchanged, by the lines of docs/en/clients.md. It is proprietary, so that it is not here:
// VENDOR_WEB_SDK is the path of aliyun-upload-sdk-1.5.x.min.js, with lib/ beside it as in its package.

const { VENDOR_WEB_SDK = '' } = process.env
const isThere = existsSync(VENDOR_WEB_SDK)
if (!isThere) console.warn("Tests with Alibaba's web uploader are skipped: VENDOR_WEB_SDK names no file.")

/** The OSS client that comes along with it: 1.5.0 needs one of version 5. */
async function bundledOss(): Promise<string> {
  const folder = join(dirname(VENDOR_WEB_SDK), 'lib')
  const name = (await readdir(folder)).find((file) => /^aliyun-oss-sdk.*\.js$/.test(file))
  return readFile(join(folder, name ?? 'aliyun-oss-sdk.min.js'), 'utf8')
}

const SIZE = 2_500_000

describe.runIf(isThere && canLaunchChromium())("Alibaba's uploader for web pages", () => {
  const pages = useWebPages(async () => ({
    '/': ['text/html', '<!doctype html><script src="/oss.js"></script><script src="/sdk.js"></script>'],
    '/oss.js': ['text/javascript', await bundledOss()],
    '/sdk.js': ['text/javascript', await readFile(VENDOR_WEB_SDK, 'utf8')],
  }))
  const service = useTeamService(() => ({ ALLOWED_ORIGINS: pages.origin }))

  it.each(['javascript-1-credential', 'javascript-1-sts'])(
    'uploads by the lines of docs/en/clients.md: %s',
    async (name) => {
      const page = await pages.open()
      const { emulator } = service
      const vodCalls: string[] = []
      // The SDK knows VOD by one address. What comes back has the emulator's own headers, which the browser checks.
      await page.context().route('https://vod.cn-shanghai.aliyuncs.com/**', async (route) => {
        const { search, searchParams } = new URL(route.request().url())
        const headers = { origin: pages.origin }
        const answer = await fetch(`${emulator.url}/${search}`, { method: route.request().method(), headers })
        vodCalls.push(`${searchParams.get('Action')} ${answer.status}`)
        await route.fulfill({
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: Buffer.from(await answer.arrayBuffer()),
        })
      })
      const broken = new Promise<never>((_, reject) => page.once('pageerror', reject))
      const uploaded = page.evaluate(
        ({ lines, url, token, size }) =>
          new Promise<string>((uploaded, failed) => {
            const file = new File([Uint8Array.from({ length: size }, (_, i) => i % 251)], 'clip.mp4', {
              type: 'video/mp4',
            })
            const names = ['SERVICE', 'getToken', 'file', 'uploaded', 'failed']
            const run = new Function(...names, `return (async () => { ${lines} })()`)
            const fail = (code: string, message: string) => failed(new Error(`${code}: ${message}`))
            run(url, () => token, file, uploaded, fail).catch(failed)
          }),
        { lines: await documentedClient(name), url: service.url, token: await service.token(name), size: SIZE },
      )

      const videoId = await Promise.race([uploaded, broken])
      const video = emulator.cloud.videos.get(videoId)
      const bytes = Uint8Array.from({ length: SIZE }, (_, i) => i % 251)
      expect(await emulator.cloud.objects.describe(video?.bucket ?? '', video?.key ?? '')).toMatchObject({
        size: SIZE,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
      expect(await service.videosOf(name)).toMatchObject([{ videoId, title: 'clip.mp4' }])
      // What it reports to VOD besides is taken, too.
      expect(vodCalls.filter((call) => !call.endsWith(' 200'))).toEqual([])
      expect(vodCalls).toContain('GetUploadProgress 200')
    },
  )
})
