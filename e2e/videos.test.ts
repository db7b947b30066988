import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { App, browserIsThere, type StoredVideo } from './app'
import type { Phone } from './phone'

// My videos, a video's page and a shared one in a real browser, with the service and the emulated cloud.

const app = new App()

/** A picture of one pixel, as PNG. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let users = 0

/** A phone of this user's, on which WeChat keeps storage apart by user. */
const open = (user: string, more: Record<string, string | number> = {}) =>
  app.open({ language: 'en', platform: 'ios', user, ...more })

const newUser = () => `u${Date.now().toString(36)}${users++}`

async function upload(phone: Phone): Promise<StoredVideo> {
  await phone.choose('Choose videos', [app.videos.short])
  await phone.button(/^Upload 1 video/).click()
  await phone.sees('Uploaded')
  return (await app.stored()).at(-1) as StoredVideo
}

const toVideos = (phone: Phone) => phone.page.getByRole('tab', { name: 'My videos' }).click()
const toFirst = (phone: Phone) => phone.page.getByRole('listitem').getByRole('button').first().click()

async function plays(phone: Phone): Promise<void> {
  await phone.button(/^Play/).click()
  await phone.page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
}

describe.runIf(browserIsThere)('My videos', () => {
  beforeEach(() => app.control('PATCH', '/switches', { transcodes: false, transcodingWaits: false, reviews: false }))

  it('are the same on a second phone, and play there', async () => {
    const user = newUser()
    await upload(await open(user))
    const second = await open(user)
    await toVideos(second)
    await second.sees('Ready to play')
    await toFirst(second)
    await plays(second)
    const stranger = await open(newUser())
    await toVideos(stranger)
    await stranger.sees('No videos yet')
  })

  it('tell by themselves when a video has been transcoded', async () => {
    await app.control('PATCH', '/switches', { transcodes: true, transcodingWaits: true })
    const phone = await open(newUser())
    const { videoId } = await upload(phone)
    await toVideos(phone)
    await phone.sees('Processing')
    await app.control('POST', `/videos/${videoId}/transcode`, { ok: true })
    await phone.sees('Ready to play')
  })

  it('tell that a video was refused in review, and why; it can be neither played nor shared', async () => {
    await app.control('PATCH', '/switches', { reviews: true })
    const phone = await open(newUser())
    const { videoId } = await upload(phone)
    await toVideos(phone)
    await phone.sees('In review')
    await app.control('POST', `/videos/${videoId}/review`, { status: 'Blocked', reason: 'music' })
    await phone.sees('Refused in review: music')
    await phone.restart()
    await toVideos(phone)
    await toFirst(phone)
    await phone.sees('It can neither be played nor shared.')
    expect(await phone.button(/^Play|^Share/).count()).toBe(0)
  })

  it('are deleted after a question, unless that is taken back in time', async () => {
    const user = newUser()
    const phone = await open(user)
    await upload(phone)
    await toVideos(phone)
    await phone.sees('Ready to play')
    await toFirst(phone)
    await phone.button('Delete the video').click()
    await phone.button('Yes').click()
    await phone.button('Undo').click()
    await phone.sees('Ready to play')
    await phone.button('Delete the video').click()
    await phone.button('Yes').click()
    await phone.sees('Video deleted')
    // The app is killed within the five seconds.
    await phone.restart()
    await toVideos(phone)
    await phone.sees('No videos yet')
    const second = await open(user)
    await toVideos(second)
    await second.sees('No videos yet')
  })

  it('are there offline as they were seen last', async () => {
    const phone = await open(newUser())
    await upload(phone)
    await toVideos(phone)
    await phone.sees('Ready to play')
    await phone.set({ offline: true })
    await phone.restart()
    await toVideos(phone)
    await phone.sees(/^No network\. This is the list as of \d\d:\d\d\.$/)
    await phone.sees('Ready to play')
    await phone.set({ offline: false })
    await phone.page.getByText('No network').first().waitFor({ state: 'hidden' })
  })

  it('have the cover that their user has picked, and what is said of them', async () => {
    const picture = join(app.folder, 'cover.png')
    await writeFile(picture, Buffer.from(PIXEL, 'base64'))
    const phone = await open(newUser())
    await upload(phone)
    await toVideos(phone)
    await phone.sees('Ready to play')
    await toFirst(phone)
    await phone.page.getByRole('textbox', { name: 'Title' }).fill('A day at the sea')
    await phone.button('Save').click()
    await phone.sees('Saved')
    await phone.choose('Change the cover', [picture])
    // The words, and then the picture.
    await expect.poll(async () => (await app.calls()).UpdateVideoInfo).toBe(2)
    // The service keeps what VOD has taken; a call that is broken off before that keeps nothing.
    await phone.quiet()
    expect((await app.stored()).at(-1)).toMatchObject({ title: 'A day at the sea' })
    await phone.restart()
    await toVideos(phone)
    await phone.sees('A day at the sea')
    await phone.page.locator('.video-row .cover').waitFor()
  })

  it('are watched by whoever gets the card, until they are deleted', async () => {
    const phone = await open(newUser())
    await upload(phone)
    await toVideos(phone)
    await phone.sees('Ready to play')
    await toFirst(phone)
    await phone.button('Share with friends').click()
    const path = await phone.page.getByTestId('share-path').textContent()
    const friend = await open(newUser())
    const show = async () => {
      await friend.page.evaluate((to) => {
        location.hash = to
      }, path as string)
      await friend.restart()
    }
    await show()
    await plays(friend)
    await phone.button('Cancel').click()
    await phone.button('Delete the video').click()
    await phone.button('Yes').click()
    await phone.page.getByText('Video deleted').waitFor({ state: 'hidden' })
    await show()
    await friend.sees('The video was deleted')
  })
})
