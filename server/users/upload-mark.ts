import * as v from 'valibot'

/**
 * A mark in a video's UserData that only this service can make, and only for one user. A client that creates a video
 * with its STS token passes it on, so that a claim on the video can be told from one on somebody else's. VOD itself does
 * not know who created a video.
 */
export interface UploadMarks {
  /** UserData for CreateUploadVideo, JSON text. */
  userDataFor(openid: string): Promise<string>
  /** Whose mark the UserData of a video bears: this user's, another one, or none. */
  read(userData: string | undefined, openid: string): Promise<'own' | 'other' | 'none'>
}

/** 128 bits, as base64url. */
const LENGTH = 22

const userDataSchema = v.object({ Extend: v.object({ uploader: v.string() }) })

/** @param keys the first makes marks; those of the others, former ones, are known, too */
export function uploadMarks(keys: readonly [string, ...string[]]): UploadMarks {
  const markOf = async (openid: string, sessionKey: string) => {
    const encoder = new TextEncoder()
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', encoder.encode(sessionKey), algorithm, false, ['sign'])
    // The first line keeps these apart from everything else that the key signs.
    const mark = await crypto.subtle.sign('HMAC', key, encoder.encode(`wevod upload mark\n${openid}`))
    return base64Url(new Uint8Array(mark)).slice(0, LENGTH)
  }
  return {
    async userDataFor(openid) {
      return JSON.stringify({ Extend: { uploader: await markOf(openid, keys[0]) } })
    },

    async read(userData, openid) {
      const found = v.safeParse(v.pipe(v.string(), v.parseJson(), userDataSchema), userData)
      if (!found.success) return 'none'
      const marks = await Promise.all(keys.map((key) => markOf(openid, key)))
      return marks.includes(found.output.Extend.uploader) ? 'own' : 'other'
    },
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
