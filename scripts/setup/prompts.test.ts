import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { Canceled, terminalPrompts } from './prompts'

/** Types into the questions, and sees what is shown. */
function terminal() {
  const input = new PassThrough()
  const output = Object.assign(new PassThrough(), { columns: 80, rows: 24 })
  let screen = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    screen += stripVTControlCharacters(text)
  })
  return {
    prompts: terminalPrompts(input, output, { yes: '是', no: '否' }),
    async type(...keys: string[]) {
      for (const key of keys) {
        await turn()
        input.write(key)
      }
    },
    screen: () => screen,
  }
}

const fine = () => undefined
const ENTER = '\r'
const DOWN = '\x1b[B'
const CTRL_C = '\x03'

test('a text begins with what is offered, and is asked again while it is wrong', async () => {
  const { prompts, type, screen } = terminal()
  const asked = prompts.text('AppID', 'wx1', (value) => (value === 'wx12' ? undefined : 'is too short'))
  await type(ENTER)
  await expect.poll(screen).toContain('is too short')
  await type('2', ENTER)
  expect(await asked).toBe('wx12')
})

test('a secret is not shown, and may be left empty where that is fine', async () => {
  const { prompts, type, screen } = terminal()
  const asked = prompts.secret('AppSecret', fine)
  await type('hush', ENTER)
  expect(await asked).toBe('hush')
  expect(screen()).not.toContain('hush')
  const empty = prompts.secret('AppSecret', fine)
  await type(ENTER)
  expect(await empty).toBe('')
})

test('of several one is chosen, and a question has yes and no in the language', async () => {
  const { prompts, type, screen } = terminal()
  const chosen = prompts.choose(
    'Where?',
    [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
    'a',
  )
  await type(DOWN, ENTER)
  expect(await chosen).toBe('b')
  const agreed = prompts.confirm('Write?', true)
  await type(ENTER)
  expect(await agreed).toBe(true)
  expect(screen()).toContain('是')
})

test('Ctrl-C cancels each', async () => {
  const { prompts, type } = terminal()
  for (const ask of [
    () => prompts.text('x', '', fine),
    () => prompts.secret('x', fine),
    () => prompts.choose('x', [{ value: 'a', label: 'A' }], 'a'),
    () => prompts.confirm('x', true),
  ]) {
    const asked = expect(ask()).rejects.toThrow(Canceled)
    await type(CTRL_C)
    await asked
  }
})
