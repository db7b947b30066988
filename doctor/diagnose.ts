import { setTimeout as sleep } from 'node:timers/promises'
import { ALL_CHECKS } from './all-checks'
import { alibabaCaller } from './clouds/alibaba'
import type { AppConfig } from './context'
import { type DomainLists, domainLists } from './domains'
import type { Finding, Probe } from './finding'
import { reach } from './network/reach'
import { nodeNetwork } from './network/send'
import { readSource } from './read-source'
import { type Listener, runChecks, skippedBecause } from './run-checks'
import type { SettingsSource } from './settings-source'
import type { Texts } from './texts/en/en'

export interface DiagnoseOptions {
  source: SettingsSource
  app: AppConfig
  /** Of the service itself; undefined: by VOD_CALLBACK_URL, or nobody knows. */
  serviceUrl: string | undefined
  texts: Texts
  listener?: Listener
  /** Milliseconds since 1970, by this machine's clock. */
  now?: () => number
  /** Longest wait for one answer, milliseconds; default 10,000. */
  timeoutMs?: number
}

export interface Diagnosis {
  /** Whether nothing has failed; warnings may be there. */
  healthy: boolean
  /** Where the settings came from. */
  source: string
  findings: Finding[]
  /** For mp.weixin.qq.com, for each engine and way to be authorised; undefined without settings. */
  domains: (DomainLists & Pick<AppConfig, 'engine' | 'authMethod'> & { isYours: boolean })[] | undefined
  /** Videos that were made, and have stayed. */
  probes: readonly Probe[]
  /** Requests that were sent. */
  calls: number
}

/**
 * Looks at a whole setup, step by step. Everything is asked of the clouds and the service themselves; nothing that is asked
 * changes them, but for one probe, which is made at VOD and deleted again where that is allowed.
 */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const { source, app, texts, listener = {}, now = Date.now } = options
  listener.begins?.(texts.titles.settings)
  const read = await readSource(source, texts)
  listener.ends?.(read.finding)
  if (!('settings' in read)) {
    const skipped = ALL_CHECKS.map(({ id }) => skippedBecause('settings', id, texts))
    for (const finding of skipped) listener.ends?.(finding)
    const findings = [read.finding, ...skipped]
    return { healthy: false, source: source.name, findings, domains: undefined, probes: [], calls: 0 }
  }

  const { settings, accessKey } = read
  const serviceUrl = options.serviceUrl ?? serviceBehind(settings.callback?.url)
  const network = nodeNetwork(options.timeoutMs)
  try {
    const { send } = network
    const endpoints = { STS: settings.sts.endpoint, VOD: settings.vod.endpoint }
    const call = alibabaCaller({ send, endpoints, now, pause: (ms) => sleep(ms) })
    const context = { settings, app, serviceUrl, texts, accessKey, send, reach, call, now }
    const { findings, found } = await runChecks(ALL_CHECKS, context, listener, [read.finding])
    const facts = {
      service: serviceUrl,
      cloudRun: app.cloudRun,
      vod: settings.vod.endpoint,
      bucket: found.bucketUrl,
      covers: settings.covers,
    }
    const domains = COMBINATIONS.map((one) => ({
      ...one,
      isYours: one.engine === app.engine && one.authMethod === app.authMethod,
      ...domainLists(one, facts),
    }))
    return {
      healthy: findings.every(({ status }) => status !== 'failed'),
      source: source.name,
      findings,
      domains,
      probes: found.probes ?? [],
      calls: network.calls,
    }
  } finally {
    network.close()
  }
}

const COMBINATIONS = [
  { engine: 'multipart', authMethod: 'sts' },
  { engine: 'multipart', authMethod: 'credential' },
  { engine: 'vendor', authMethod: 'sts' },
  { engine: 'vendor', authMethod: 'credential' },
] as const

/** The service whose callback this is. */
function serviceBehind(callbackUrl: string | undefined): string | undefined {
  return callbackUrl?.replace(/\/vod\/events$/, '')
}
