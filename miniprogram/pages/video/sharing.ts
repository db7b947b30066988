import type { ShareTicket } from '../../service/token-service'
import { perform } from '../../wechat/calls'

/** What a share card leads to where nothing is shared: whoever gets it finds the app. */
const HOME = '/pages/upload/upload'

export interface Shared {
  title: string
  cover: string
}

/**
 * The token for the share card. It is fetched before it is needed: the card is asked for in the very moment of the tap, and
 * a tap cannot wait for the service.
 */
export class Sharing {
  readonly #fetch: () => Promise<ShareTicket>
  #token = ''
  #fetching = false

  constructor(fetch: () => Promise<ShareTicket>) {
    this.#fetch = fetch
  }

  get ready(): boolean {
    return this.#token !== ''
  }

  /** Fetches a token unless there is one. Never rejects: without a token there is nothing to share by. */
  async prepare(): Promise<void> {
    if (this.ready || this.#fetching) return
    this.#fetching = true
    try {
      this.#token = (await this.#fetch()).token
    } catch {
      // Offline, or the video is not ready after all: there is no button then, and the next look tries again.
    } finally {
      this.#fetching = false
    }
  }

  /** The video can no longer be shared. */
  revoke(): void {
    this.#token = ''
  }

  /** For onShareAppMessage. */
  card({ title, cover }: Shared): WechatMiniprogram.Page.ICustomShareContent {
    if (!this.ready) return { path: HOME }
    return {
      title,
      path: `/pages/shared/shared?token=${encodeURIComponent(this.#token)}`,
      // A temp file may be gone by now; without a picture WeChat takes one of the page.
      ...(/^https?:/.test(cover) && { imageUrl: cover }),
    }
  }
}

/** The menu's own "forward" shares the page of a video that only its owner can see: it is there with a token alone. */
export function showInMenu(wx: Pick<WechatMiniprogram.Wx, 'showShareMenu' | 'hideShareMenu'>, ready: boolean): void {
  if (ready) perform('showShareMenu', (end) => wx.showShareMenu(end))
  else perform('hideShareMenu', (end) => wx.hideShareMenu(end))
}
