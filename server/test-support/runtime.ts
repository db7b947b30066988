import { inject } from 'vitest'
import type { TestRuntime } from './test-runtime'

const isWorkerd = navigator.userAgent === 'Cloudflare-Workers'

const load = () => {
  if (isWorkerd) return import('./runtime-workerd')
  return inject('postgresUrl') ? import('./runtime-postgres') : import('./runtime-node')
}

export const { runtime }: { runtime: TestRuntime } = await load()
