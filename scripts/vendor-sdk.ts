import { fileURLToPath } from 'node:url'
import { vendorSdk } from './vendor-sdk/command'

// `npm run vendor-sdk -- PATH | --remove`: the parts are in vendor-sdk/.

process.exitCode = await vendorSdk(process.argv.slice(2), {
  projectRoot: fileURLToPath(new URL('..', import.meta.url)),
  // npm runs scripts in the project's folder; INIT_CWD is where the user stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  out: (line) => console.log(line),
  err: (line) => console.error(line),
})
