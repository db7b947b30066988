import { describe, expect, it } from 'vitest'
import { sealFor } from './seal'

const KEY = 'a session key of at least thirty-two characters'
const OTHER = 'another session key, of thirty-two characters too'

describe('what is closed up', () => {
  it('is opened by the same key for the same purpose alone', async () => {
    const closed = await sealFor('share', [KEY]).close('secret 字')
    expect(closed).toMatch(/^[\w-]+$/)
    expect(Buffer.from(closed, 'base64url').toString('latin1')).not.toContain('secret')
    expect(await sealFor('share', [KEY]).open(closed)).toBe('secret 字')
    expect(await sealFor('share', [OTHER, KEY]).open(closed)).toBe('secret 字')
    expect(await sealFor('share', [OTHER]).open(closed)).toBeUndefined()
    for (const purpose of ['cover', 'upload mark 2', 'share ']) {
      expect(await sealFor(purpose, [KEY]).open(closed), purpose).toBeUndefined()
    }
  })

  it('looks different each time, and is not opened where a bit of it was altered, or a part is missing', async () => {
    const seal = sealFor('share', [KEY])
    const closed = await seal.close('secret')
    expect(await seal.close('secret')).not.toBe(closed)
    const bytes = Buffer.from(closed, 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const altered = Buffer.from(bytes)
      altered[i] = (altered[i] ?? 0) ^ 1
      expect(await seal.open(altered.toString('base64url')), String(i)).toBeUndefined()
    }
    for (const part of ['', 'A', closed.slice(0, 16), closed.slice(0, -4), `${closed}AAAA`, '字']) {
      expect(await seal.open(part), part).toBeUndefined()
    }
  })
})
