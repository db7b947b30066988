/** Closes up texts which nobody but this service can read, or make. */
export interface Seal {
  /** @returns base64url */
  close(text: string): Promise<string>
  /** Undefined where this service has not closed it for this purpose, or where it was altered. */
  open(sealed: string): Promise<string | undefined>
}

/** Bytes of the initialization vector of AES-GCM. */
const IV_BYTES = 12

/**
 * AES-256-GCM, under a key of its own for each purpose: what is made for one cannot be taken for another, nor for
 * anything else that the session key signs.
 * @param sessionKeys the first closes; what the others, former ones, have closed can still be opened
 */
export function sealFor(purpose: string, sessionKeys: readonly [string, ...string[]]): Seal {
  return {
    async close(text) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const key = await derivedKey(sessionKeys[0], purpose)
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text))
      return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64url')
    },

    async open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, IV_BYTES) }
      for (const sessionKey of sessionKeys) {
        const key = await derivedKey(sessionKey, purpose)
        try {
          const text = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(IV_BYTES))
          return new TextDecoder().decode(text)
        } catch {
          // The one way in which decrypt says that the text does not fit the key; an empty one fails alike.
        }
      }
      return undefined
    },
  }
}

async function derivedKey(sessionKey: string, purpose: string): Promise<CryptoKey> {
  const encoder = new TextEncoder()
  const secret = await crypto.subtle.importKey('raw', encoder.encode(sessionKey), 'HKDF', false, ['deriveKey'])
  const info = encoder.encode(`wevod ${purpose}`)
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  return crypto.subtle.deriveKey(derivation, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
