import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type OSS from 'ali-oss'
import { describe, expect, it } from 'vitest'
import { vodBucketRules } from '../emulator/oss/cors-rules'
import { BUCKET, KEY, useEmulator } from '../emulator/oss/test-support/use-emulator'
import { canLaunchChromium } from '../preview/test-support/chromium'
import { useWebPages } from './web-page'

// Alibaba's own OSS client, as pages load it, in a browser that checks CORS: what decides is code that nobody here wrote.

const BUILD = join(
  dirname(createRequire(import.meta.url).resolve('ali-oss/package.json')),
  'dist/aliyun-oss-sdk.min.js',
)
const SIZE = 700 * 1024
const PART = 256 * 1024

/** What a page answers with: the name and the status of an error, or the headers that it may read. */
interface Outcome {
  error?: { name: string; status: number }
  headers: Record<string, string>
}

declare global {
  interface Window {
    OSS: typeof OSS
  }
}

describe.runIf(canLaunchChromium())("ali-oss's browser build, with CORS checked", () => {
  const emulator = useEmulator()
  const pages = useWebPages(async () => ({
    '/': ['text/html', '<!doctype html><script src="/ali-oss.js"></script>'],
    '/ali-oss.js': ['text/javascript', await readFile(BUILD, 'utf8')],
  }))

  async function upload(version: 'V1' | 'V4'): Promise<Outcome> {
    const { accessKeyId, accessKeySecret, securityToken = '' } = emulator.uploadKey()
    const page = await pages.open()
    return page.evaluate(
      async ({ size, partSize, key, ...options }): Promise<Outcome> => {
        const client = new window.OSS({ ...options, refreshSTSTokenInterval: 2 ** 31 - 1 })
        const file = new File([Uint8Array.from({ length: size }, (_, i) => i % 251)], 'a.mp4', { type: 'video/mp4' })
        try {
          const { res } = await client.multipartUpload(key, file, { partSize, parallel: 3 })
          return { headers: Object.fromEntries(Object.entries((res as { headers: object }).headers)) }
        } catch (error) {
          const { name, status } = error as { name: string; status: number }
          return { error: { name, status }, headers: {} }
        }
      },
      {
        ...{ size: SIZE, partSize: PART, key: KEY },
        ...{ endpoint: `http://localhost:${emulator.port}`, region: 'oss-cn-shanghai', bucket: BUCKET },
        ...{ accessKeyId, accessKeySecret, stsToken: securityToken, authorizationV4: version === 'V4' },
      },
    )
  }

  it.each(['V1', 'V4'] as const)(
    'uploads in parts, and reads what the bucket exposes: signature %s',
    async (version) => {
      const { error, headers } = await upload(version)
      expect(error).toBeUndefined()
      const bytes = Uint8Array.from({ length: SIZE }, (_, i) => i % 251)
      expect(await emulator.describe()).toMatchObject({
        size: SIZE,
        parts: 3,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
      expect(headers).toMatchObject({
        'x-oss-request-id': expect.stringMatching(/^[0-9A-F]{24}$/),
        'x-oss-hash-crc64ecma': expect.stringMatching(/^\d+$/),
      })
      // One that is there, and that no rule exposes.
      expect(headers).not.toHaveProperty('x-oss-server-time')
      expect(emulator.cloud.calls.get('OptionObject')).toBeGreaterThan(0)
    },
  )

  it('cannot upload to a bucket that has no rule for its origin: the request fails without a status', async () => {
    emulator.cloud.corsRules = []
    const { error } = await upload('V4')
    expect(error).toMatchObject({ name: 'RequestError', status: -1 })
    expect(emulator.cloud.calls.get('InitiateMultipartUpload')).toBeUndefined()
  })

  it('cannot go on without the ETag, which a bucket has to expose', async () => {
    emulator.cloud.corsRules = vodBucketRules.map((rule) => ({ ...rule, exposeHeaders: ['x-oss-request-id'] }))
    const { error } = await upload('V4')
    expect(error?.name).toBeDefined()
    expect(emulator.cloud.calls.get('UploadPart')).toBeGreaterThan(0)
    expect(emulator.cloud.calls.get('CompleteMultipartUpload')).toBeUndefined()
  })
})
