import { sourceUrl } from '../runtime/built-ins/files'
import type { Page } from '../runtime/phone/page'
import type { PageStack } from '../runtime/phone/page-stack'
import type { SettingsStore } from '../runtime/settings'
import { asyncCall } from './call'
import { child, childButton, type Dialogs } from './dialogs'

/** Milliseconds that WeChat waits for a card that comes by promise. */
const PATIENCE_MS = 3_000
/** Opened from a card in a chat with one person. */
const FROM_CARD = 1007

interface Card {
  title: string
  path: string
  imageUrl: string
}

const WORDS = {
  zh_CN: { send: '发送给朋友', again: '重新进入小程序', cancel: '取消', as: '打开的用户', open: '以该用户打开' },
  en: { send: 'Send to a friend', again: 'Restart', cancel: 'Cancel', as: 'User', open: 'Open as this user' },
}

interface Surroundings {
  screen: HTMLElement
  dialogs: Dialogs
  settings: SettingsStore
  stack: PageStack
  /** What a card is called that has no title of its own. */
  appTitle: string
}

/** Share cards, from a button with `open-type="share"` or WeChat's menu. The card opens as whoever is to receive it. */
export function shareFamily({ screen, dialogs, settings, stack, appTitle }: Surroundings) {
  const hidden = new WeakSet<Page>()
  const words = () => WORDS[settings.current.language]

  const share = async (from: 'button' | 'menu', target: unknown) => {
    const page = stack.top
    if (!page) return
    const own = page.call('onShareAppMessage', { from, target, webViewUrl: undefined })
    const card = { ...standard(page, appTitle), ...(await settled(own)) }
    if (!card.path.startsWith('/')) console.error(`onShareAppMessage: the path must begin with "/": ${card.path}`)
    await showCard(card)
  }
  screen.addEventListener('wx-share', ({ detail }: CustomEventInit<unknown>) => void share('button', detail))
  screen.addEventListener('wx-menu', () => void showMenu())

  const showMenu = () =>
    dialogs.open<never>('action-sheet', words().send, (box, close) => {
      if (box.parentElement) box.parentElement.dataset.closable = ''
      const item = (text: string, act: () => void) =>
        childButton(box, 'action-sheet-item', text, () => {
          close(undefined)
          act()
        })
      const page = stack.top
      item(words().send, () => void share('menu', undefined)).disabled =
        !page?.has('onShareAppMessage') || hidden.has(page)
      item(words().again, () => location.reload())
      childButton(box, 'action-sheet-item cancel', words().cancel, () => close(undefined))
    })

  const showCard = (card: Card) =>
    dialogs.open<never>('share-sheet', words().send, (box, close) => {
      const picture = child(box, 'article', 'share-card')
      picture.dataset.testid = 'share-card'
      child(picture, 'small', '', appTitle)
      child(picture, 'h2', '', card.title)
      const image = child(picture, card.imageUrl === '' ? 'div' : 'img', 'share-picture')
      if (image instanceof HTMLImageElement) {
        image.alt = ''
        image.src = sourceUrl(card.imageUrl, undefined)
      }
      child(box, 'code', '', card.path).dataset.testid = 'share-path'
      const label = child(box, 'label', '', words().as)
      const user = child(label, 'input', '')
      Object.assign(user, { value: 'friend', pattern: '[a-zA-Z0-9]{1,32}', maxLength: 32, spellcheck: false })
      user.dataset.testid = 'share-user'
      const open = child(box, 'a', 'share-open', words().open)
      open.dataset.testid = 'share-open'
      open.target = '_blank'
      const address = () => {
        open.href = settings.addressFor({ user: user.value, scene: FROM_CARD }, card.path.replace(/^\//, ''))
      }
      user.addEventListener('input', address)
      address()
      open.addEventListener('click', (event) => {
        if (user.reportValidity() && user.value !== '') close(undefined)
        else event.preventDefault()
      })
      childButton(box, 'cancel', words().cancel, () => close(undefined))
    })

  const setHidden = (name: string, hide: boolean) =>
    asyncCall(name, () => {
      if (stack.top) hidden[hide ? 'add' : 'delete'](stack.top)
    })
  return {
    showShareMenu: setHidden('showShareMenu', false),
    hideShareMenu: setHidden('hideShareMenu', true),
    updateShareMenu: asyncCall('updateShareMenu', () => undefined),
  }
}

function standard({ url }: Page, appTitle: string): Card {
  return { title: appTitle, path: `/${url.full}`, imageUrl: '' }
}

/** What of the card the page has said itself; what comes by promise, comes in time or not at all. */
async function settled(own: unknown): Promise<Partial<Card>> {
  const { promise, ...at } = (own ?? {}) as Partial<Card> & { promise?: Promise<Partial<Card>> }
  if (!promise) return defined(at)
  const late = new Promise<Partial<Card>>((resolve) => setTimeout(resolve, PATIENCE_MS, at))
  return defined(await Promise.race([promise.catch(() => at), late]))
}

function defined(card: Partial<Card>): Partial<Card> {
  return Object.fromEntries(Object.entries(card).filter(([, value]) => typeof value === 'string' && value !== ''))
}
