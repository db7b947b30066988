import { child, childButton, Dialogs } from '../../wx/dialogs'
import { builtIn } from './built-in'

type Range = unknown[]

/** <picker> of the modes selector, date and time: a sheet from below with what there is to choose. */
export const picker = builtIn({
  properties: {
    ...{ mode: 'selector', headerText: '', range: [] as unknown, rangeKey: '', value: null as unknown, name: '' },
    ...{ disabled: false, start: '', end: '', fields: 'day' },
  },
  setup(element) {
    const { host } = element
    host.setAttribute('role', 'button')
    host.setAttribute('aria-haspopup', 'dialog')
    host.addEventListener('click', async () => {
      if (element.properties.disabled) return
      const value = await ask(element.properties)
      if (value === undefined) return element.emit('cancel')
      element.set('value', value)
      element.emit('change', { value })
    })
    return ({ mode, disabled }) => {
      if (!/^(selector|date|time)$/.test(mode)) console.error(`<picker mode="${mode}"> does nothing in the preview`)
      host.tabIndex = disabled ? -1 : 0
      host.setAttribute('aria-disabled', String(disabled))
    }
  },
})

interface Asked {
  mode: string
  headerText: string
  range: unknown
  rangeKey: string
  value: unknown
  start: string
  end: string
  fields: string
}

/** As WeChat gives it: an index as a text, a date or a time. */
function ask(asked: Asked): Promise<string | undefined> {
  const screen = document.querySelector<HTMLElement>('.screen') ?? document.body
  const en = document.documentElement.lang.startsWith('en')
  return new Dialogs(screen).open<string>(
    'picker-sheet',
    asked.headerText || (en ? 'Choose' : '请选择'),
    (box, close) => {
      if (box.parentElement) box.parentElement.dataset.closable = ''
      const head = child(box, 'header', '')
      childButton(head, '', en ? 'Cancel' : '取消', () => close(undefined))
      child(head, 'h2', '', asked.headerText)
      const chosen = asked.mode === 'selector' ? putRange(box, asked) : putField(box, asked)
      childButton(head, 'picker-done', en ? 'Done' : '确定', () => close(chosen()))
    },
  )
}

function putRange(box: HTMLElement, { range, rangeKey, value }: Asked): () => string | undefined {
  const list = child(box, 'div', 'picker-range')
  list.setAttribute('role', 'radiogroup')
  const name = `picker-${crypto.randomUUID()}`
  ;(Array.isArray(range) ? (range as Range) : []).forEach((item, index) => {
    const label = child(list, 'label', '')
    const radio = child(label, 'input', '')
    Object.assign(radio, { type: 'radio', name, value: String(index), checked: index === Number(value ?? 0) })
    if (radio.checked) radio.dataset.first = ''
    child(label, 'span', '', rangeKey === '' ? String(item) : String((item as Record<string, unknown>)[rangeKey] ?? ''))
  })
  return () => list.querySelector<HTMLInputElement>('input:checked')?.value
}

function putField(box: HTMLElement, { mode, value, start, end, fields }: Asked): () => string | undefined {
  const field = child(box, 'input', 'picker-field')
  field.type = mode === 'time' ? 'time' : fields === 'month' ? 'month' : 'date'
  Object.assign(field, { value: String(value ?? ''), min: start, max: end })
  field.dataset.first = ''
  return () => field.value || undefined
}
