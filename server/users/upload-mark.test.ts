import { describe, expect, it } from 'vitest'
import { uploadMarks } from './upload-mark'

const KEY = 'a session key of at least thirty-two characters'
const OTHER = 'another session key, of thirty-two characters too'
const OPENID = 'oAbCdEfGhIjKlMnOpQrStUvWxYz1'

const extendOf = (userData: string) => JSON.stringify((JSON.parse(userData) as { Extend: unknown }).Extend)

describe('the mark of a video', () => {
  it('names its user to this service, and to nobody else', async () => {
    const userData = await uploadMarks([KEY]).userDataFor(OPENID)
    expect(userData).not.toContain(OPENID)
    expect(await uploadMarks([KEY]).ownerByUserData(userData)).toBe(OPENID)
    expect(await uploadMarks([KEY]).ownerByExtend(extendOf(userData))).toBe(OPENID)
    expect(await uploadMarks([OTHER]).ownerByUserData(userData)).toBeUndefined()
    expect(await uploadMarks([KEY]).read(userData, OPENID)).toBe('own')
    expect(await uploadMarks([KEY]).read(userData, `${OPENID}x`)).toBe('other')
  })

  it('is readable with a former key', async () => {
    const userData = await uploadMarks([KEY]).userDataFor(OPENID)
    expect(await uploadMarks([OTHER, KEY]).ownerByUserData(userData)).toBe(OPENID)
    expect(await uploadMarks([OTHER, KEY]).read(userData, OPENID)).toBe('own')
  })

  it('is readable where Extend is JSON text, as in some samples of VOD', async () => {
    const userData = await uploadMarks([KEY]).userDataFor(OPENID)
    const asText = JSON.stringify({ Extend: extendOf(userData) })
    expect(await uploadMarks([KEY]).ownerByUserData(asText)).toBe(OPENID)
  })

  it('is readable where an earlier version of this service has made it', async () => {
    const userData = '{"Extend":{"uploader":"v2.ipdn8W9LiIQkl6hvHEuL3Ta9GQOXpGgNn5qup8POSfhA0Q"}}'
    expect(await uploadMarks(['0123456789abcdef0123456789abcdef']).ownerByUserData(userData)).toBe('oAlice')
  })

  it('keeps within the 512 bytes of Extend for the longest openid', async () => {
    const userData = await uploadMarks([KEY]).userDataFor('o'.repeat(64))
    expect(new TextEncoder().encode(extendOf(userData)).length).toBeLessThanOrEqual(512)
  })

  it('of the first form still confirms its user', async () => {
    // Made by the service before this form: HMAC-SHA256 of the openid, cut to 22 characters.
    const userData = '{"Extend":{"uploader":"dbrgXXw_NPfBPlKU3xHtzV"}}'
    expect(await uploadMarks([OTHER, KEY]).read(userData, OPENID)).toBe('own')
    expect(await uploadMarks([KEY]).read(userData, `${OPENID}x`)).toBe('other')
    expect(await uploadMarks([KEY]).ownerByUserData(userData)).toBeUndefined()
  })

  it('that was altered, cut or made up is nobody’s', async () => {
    const marks = uploadMarks([KEY])
    const { uploader } = JSON.parse(extendOf(await marks.userDataFor(OPENID))) as { uploader: string }
    const flipped = `${uploader.slice(0, 20)}${uploader[20] === 'A' ? 'B' : 'A'}${uploader.slice(21)}`
    for (const forged of [
      flipped,
      uploader.slice(0, -4),
      'v2.',
      'v2.AAAA',
      'v2.!!!',
      `v2.${'A'.repeat(500)}`,
      'v3.x',
      '',
    ]) {
      const userData = JSON.stringify({ Extend: { uploader: forged } })
      expect(await marks.ownerByUserData(userData), forged).toBeUndefined()
      expect(await marks.read(userData, OPENID), forged).toBe('other')
    }
    for (const none of [
      undefined,
      '',
      'x',
      '{}',
      '[]',
      '{"Extend":7}',
      '{"Extend":{"uploader":7}}',
      '{"Extend":"x"}',
    ]) {
      expect(await marks.read(none, OPENID), none).toBe('none')
    }
  })
})
