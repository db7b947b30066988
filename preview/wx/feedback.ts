import type { SettingsStore } from '../runtime/settings'
import { asyncCall, CallError } from './call'
import { child, childButton, type Dialogs } from './dialogs'

type Named<Option> = Omit<Option, 'success' | 'fail' | 'complete'>

/** Milliseconds. */
const TOAST_MS = 1_500
/** WeChat refuses more. */
const MOST_ACTIONS = 6
/** Characters of a modal's button. With longer ones WeChat shows no modal at all. */
const LONGEST_BUTTON = 4

/** Toasts, modals and action sheets. */
export function feedbackFamily(dialogs: Dialogs, settings: SettingsStore) {
  const words = () =>
    settings.current.language === 'en' ? { ok: 'OK', cancel: 'Cancel' } : { ok: '确定', cancel: '取消' }
  return {
    showToast: asyncCall('showToast', (option: Named<WechatMiniprogram.ShowToastOption>) => {
      const { title, icon = 'success', image, mask = false, duration = TOAST_MS } = option
      dialogs.toast({ title, icon, mask, durationMs: duration, ...(image !== undefined && { image }) })
    }),
    hideToast: asyncCall('hideToast', () => dialogs.hideToast()),
    showLoading: asyncCall('showLoading', ({ title, mask = false }: Named<WechatMiniprogram.ShowLoadingOption>) => {
      dialogs.toast({ title, icon: 'loading', mask, durationMs: undefined })
    }),
    hideLoading: asyncCall('hideLoading', () => dialogs.hideToast()),

    showModal: asyncCall('showModal', async (option: Named<WechatMiniprogram.ShowModalOption>) => {
      const { title = '', content = '', showCancel = true, editable = false, placeholderText = '' } = option
      expectShort('confirmText', option.confirmText)
      expectShort('cancelText', option.cancelText)
      let text = content
      const confirmed = await dialogs.open<boolean>('modal', title || content, (box, close) => {
        if (title) child(box, 'h2', '', title)
        if (editable) {
          const field = child(box, 'input', '')
          Object.assign(field, { value: content, placeholder: placeholderText })
          field.addEventListener('input', () => {
            text = field.value
          })
        } else child(box, 'p', '', content)
        const buttons = child(box, 'footer', '')
        if (showCancel) {
          const cancel = childButton(buttons, '', option.cancelText ?? words().cancel, () => close(false))
          cancel.style.color = option.cancelColor ?? ''
        }
        const ok = childButton(buttons, 'primary', option.confirmText ?? words().ok, () => close(true))
        ok.style.color = option.confirmColor ?? ''
        ok.dataset.first = ''
      })
      const confirm = confirmed === true
      return { confirm, cancel: !confirm, content: editable && confirm ? text : null }
    }),

    showActionSheet: asyncCall('showActionSheet', async (option: Named<WechatMiniprogram.ShowActionSheetOption>) => {
      const { itemList, itemColor = '', alertText } = option
      if (itemList.length === 0 || itemList.length > MOST_ACTIONS) {
        throw new CallError(`parameter error: itemList should have 1 to ${MOST_ACTIONS} items`)
      }
      const tapIndex = await dialogs.open<number>('action-sheet', alertText ?? itemList.join(', '), (box, close) => {
        if (box.parentElement) box.parentElement.dataset.closable = ''
        if (alertText) child(box, 'p', '', alertText)
        itemList.forEach((item, index) => {
          childButton(box, 'action-sheet-item', item, () => close(index)).style.color = itemColor
        })
        childButton(box, 'action-sheet-item cancel', words().cancel, () => close(undefined))
      })
      if (tapIndex === undefined) throw new CallError('cancel')
      return { tapIndex }
    }),
  }
}

function expectShort(name: 'confirmText' | 'cancelText', text = ''): void {
  if ([...text].length <= LONGEST_BUTTON) return
  throw new CallError(`${name} length should not larger than ${LONGEST_BUTTON} Chinese characters`)
}
