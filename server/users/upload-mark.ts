import * as v from 'valibot'
import { sealFor } from './seal'

/**
 * A mark in a video's UserData that only this service can make, and only for one user. A client that creates a video
 * with its STS token passes it on. VOD itself does not say who created a video; the mark does, to this service alone:
 * it holds the openid, encrypted. VOD gives it back in GetVideoInfo (UserData) and in its notifications (Extend).
 */
export interface UploadMarks {
  /** UserData for CreateUploadVideo, JSON text; its Extend keeps within the 512 bytes that VOD takes. */
  userDataFor(openid: string): Promise<string>
  /** Whose mark the UserData of a video bears: this user's, another one, or none. */
  read(userData: string | undefined, openid: string): Promise<'own' | 'other' | 'none'>
  /** The openid in the mark of a video's UserData; undefined where there is none that tells. */
  ownerByUserData(userData: string | undefined): Promise<string | undefined>
  /** The same of the Extend of a notification, which is JSON text. */
  ownerByExtend(extend: string | undefined): Promise<string | undefined>
}

/** Before everything that is encrypted: the form of the mark. */
const VERSION = 'v2.'

/**
 * Marks of the first form are an HMAC of the openid, cut to 128 bits (22 characters of base64url): they confirm a user
 * whom one suspects, and cannot be turned back into one. None are made any more.
 */
const FIRST_FORM = /^[\w-]{22}$/

const extendSchema = v.object({ uploader: v.string() })

/** The vendor's samples have Extend as an object and as JSON text of one. */
const userDataSchema = v.object({ Extend: v.union([extendSchema, v.pipe(v.string(), v.parseJson(), extendSchema)]) })

/** @param sessionKeys the first makes marks; those of the others, former ones, can still be read */
export function uploadMarks(sessionKeys: readonly [string, ...string[]]): UploadMarks {
  const seal = sealFor('upload mark 2', sessionKeys)
  const ownerOf = async (mark: string | undefined) =>
    mark?.startsWith(VERSION) ? seal.open(mark.slice(VERSION.length)) : undefined

  return {
    async userDataFor(openid) {
      return JSON.stringify({ Extend: { uploader: VERSION + (await seal.close(openid)) } })
    },

    async read(userData, openid) {
      const mark = markIn(userData)
      if (mark === undefined) return 'none'
      if (FIRST_FORM.test(mark)) {
        const own = await Promise.all(sessionKeys.map((sessionKey) => firstFormOf(openid, sessionKey)))
        return own.includes(mark) ? 'own' : 'other'
      }
      return (await ownerOf(mark)) === openid ? 'own' : 'other'
    },

    ownerByUserData: (userData) => ownerOf(markIn(userData)),

    async ownerByExtend(extend) {
      const found = v.safeParse(v.pipe(v.string(), v.parseJson(), extendSchema), extend)
      return found.success ? ownerOf(found.output.uploader) : undefined
    },
  }
}

function markIn(userData: string | undefined): string | undefined {
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), userDataSchema), userData)
  return found.success ? found.output.Extend.uploader : undefined
}

async function firstFormOf(openid: string, sessionKey: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(sessionKey), algorithm, false, ['sign'])
  const mark = await crypto.subtle.sign('HMAC', key, encoder.encode(`wevod upload mark\n${openid}`))
  return Buffer.from(mark).toString('base64url').slice(0, 22)
}
