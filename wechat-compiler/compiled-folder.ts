import { fileURLToPath } from 'node:url'

/** Where `npm run check:wechat` leaves this project's mini program as WeChat's compiler makes it. */
export const compiledFolder = fileURLToPath(new URL('../node_modules/.cache/wechat-compiled', import.meta.url))
