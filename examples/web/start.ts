import { startWebStack } from './stack'

// `npm run example:web`: the page, the token service and the emulated cloud, until Ctrl-C or SIGTERM.

const port = (variable: string, otherwise: number) => Number(process.env[variable] || otherwise)

const stack = await startWebStack({
  web: port('WEB_PORT', 8790),
  service: port('SERVICE_PORT', 8787),
  emulator: port('EMULATOR_PORT', 8788),
})
console.log(`ready  page ${stack.url}  emulator ${stack.emulator.url}      Ctrl-C ends everything.`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stack.stop().then(() => process.exit(0))
  })
}
