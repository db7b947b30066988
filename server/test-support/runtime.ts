import type { TestRuntime } from './test-runtime'

const isWorkerd = navigator.userAgent === 'Cloudflare-Workers'

export const { runtime }: { runtime: TestRuntime } = await (isWorkerd
  ? import('./runtime-workerd')
  : import('./runtime-node'))
