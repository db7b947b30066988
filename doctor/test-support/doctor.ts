import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import type { AccountChanges } from '../../emulator/account-changes'
import { emulatorForTests } from '../../emulator/test-support/emulator'
import { demoCallback, demoOffers, demoSettings } from '../../scripts/stack/demo-settings'
import { freePorts } from '../../scripts/test-support/stack'
import { type NodeService, startNodeService } from '../../server/node/start-node-service'
import { SECRETS } from '../../server/settings/schema'
import type { AppConfig } from '../context'
import { type Diagnosis, diagnose } from '../diagnose'
import { terminalReport } from '../report/terminal'
import { LANGUAGES } from '../texts/languages'

export interface Setup {
  /** Settings that differ from the demo's. */
  settings?: Record<string, string | undefined>
  app?: Partial<AppConfig>
  serviceUrl?: string | undefined
  now?: () => number
  timeoutMs?: number
  language?: keyof typeof LANGUAGES
}

export interface Diagnosed extends Diagnosis {
  /** What a terminal shows. */
  shown: string
}

/**
 * An emulator and a token service on Node that uses it, for a test file. Each test finds both as they are in good order.
 * `examine` makes sure of what holds for every setup: nothing secret is in what is shown or told as JSON.
 */
export async function doctorForTests() {
  const emulator = await emulatorForTests()
  const [port = 0] = await freePorts(1)
  const serviceUrl = `http://127.0.0.1:${port}`
  const callback = demoCallback(serviceUrl)
  const settings: Record<string, string> = {
    ...demoSettings(emulator.url),
    ...demoOffers(),
    VOD_CALLBACK_URL: callback.url,
    VOD_CALLBACK_KEY: callback.key,
  }
  const issued: string[] = []
  const issue = emulator.cloud.credentials.issue.bind(emulator.cloud.credentials)
  vi.spyOn(emulator.cloud.credentials, 'issue').mockImplementation((...args) => {
    const credential = issue(...args)
    issued.push(credential.accessKeyId, credential.accessKeySecret, credential.securityToken)
    return credential
  })

  let service: NodeService
  beforeAll(async () => {
    service = await startNodeService({
      env: settings,
      port,
      hostname: '127.0.0.1',
      databasePath: ':memory:',
      migrationsDirectory: join(import.meta.dirname, '../../server/store/migrations'),
      trustedProxies: 0,
      log: () => undefined,
    })
  })
  afterAll(() => service.stop(0))
  beforeEach(() => {
    emulator.cloud.outbox.callback = callback
  })

  async function examine(setup: Setup = {}): Promise<Diagnosed> {
    const env = { ...settings, ...setup.settings }
    const texts = LANGUAGES[setup.language ?? 'en']
    let shown = ''
    const write = (text: string) => {
      shown += text
    }
    const report = terminalReport(texts, { width: 100, colors: false, live: false, write })
    report.begin('a test')
    const diagnosis = await diagnose({
      source: { env, name: 'a test', placeOf: (name) => `set ${name}`, accessKeyPlace: 'settings' },
      app: { engine: 'multipart', authMethod: 'sts', cloudRun: false, ...setup.app },
      serviceUrl: 'serviceUrl' in setup ? setup.serviceUrl : serviceUrl,
      texts,
      listener: report.listener,
      ...(setup.now && { now: setup.now }),
      ...(setup.timeoutMs && { timeoutMs: setup.timeoutMs }),
    })
    report.end(diagnosis, 1)
    expectNoSecrets(shown + JSON.stringify(diagnosis), env)
    return { ...diagnosis, shown }
  }

  function expectNoSecrets(told: string, env: Record<string, string | undefined>): void {
    const secrets = [...SECRETS].flatMap((name) => env[name] ?? [])
    for (const secret of [...secrets, ...issued]) expect(told).not.toContain(secret)
    // Signatures, keys and tokens of any kind, also within base64.
    expect(told).not.toMatch(/[0-9a-f]{64}|\bSTS\.[\w-]{8}|CAIS|signature=|[\w+/=]{120}/i)
  }

  return {
    emulator,
    serviceUrl,
    settings,
    examine,
    configure: (changes: AccountChanges) => emulator.cloud.configure(changes),
  }
}

/** A policy document that allows this. */
export const allow = (...actions: string[]) =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })

/** What of a diagnosis has failed, with all that is said of it. */
export const failures = ({ findings }: Diagnosis) => findings.filter(({ status }) => status === 'failed')
