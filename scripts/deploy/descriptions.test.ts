import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { HEALTH_PATH, READY_PATH } from '../../server/http/paths'
import { readNodeEnvironment } from '../../server/node/environment'
import { environmentSchema, SECRETS } from '../../server/settings/schema'
import { readSettings } from '../../server/settings/settings'
import { projectRoot } from '../test-support/run'
import { last, readDockerfile } from './image/dockerfile'
import { cloudRun } from './schemas/cloud-run'
import { functionCompute } from './schemas/function-compute'
import { deployment, disruptionBudget, namespaceObject, secret, service, serviceAccount } from './schemas/kubernetes'

const read = (path: string) => readFileSync(join(projectRoot, 'deploy', path), 'utf8')

const [image] = readDockerfile(read('Dockerfile')).slice(-1)
if (!image) throw new Error('The Dockerfile has no stage.')

/** What an operator fills in. */
const FILLED: Record<string, string> = {
  DATABASE: 'postgres://user:password@host.example:5432/wevod',
  SESSION_KEY: 'fA7xT0q9Zk2LwVb4sJ8mN1cR6yH3dG5e',
  TIMER_SECRET: 'kQ2mX9vB4nL7pR1tY6wZ3cF8hJ5sD0gA',
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
  ROLE_ARN: 'acs:ram::1234567890123456:role/vod-uploader',
  FUNCTION_ROLE_ARN: 'acs:ram::1234567890123456:role/wevod-service',
  NODE_LAYER_ARN: 'acs:fc:cn-shanghai:1234567890123456:layers/node24/versions/1',
  VPC_ID: 'vpc-1',
  VSWITCH_ID: 'vsw-1',
  SECURITY_GROUP_ID: 'sg-1',
}

/** Whatever the process of Node asks its environment for, besides the service's settings. */
const nodeVariables = (() => {
  const names = new Set<string>()
  readNodeEnvironment(new Proxy({}, { get: (_, name) => void names.add(String(name)) }))
  return names
})()

/** The environment makes a service, and names nothing that nobody reads. */
function expectRuns(env: Record<string, string>, foreign: string[] = []) {
  const unknown = Object.keys(env).filter(
    (name) => !(name in environmentSchema.entries) && !nodeVariables.has(name) && !foreign.includes(name),
  )
  expect(unknown).toEqual([])
  expect(readNodeEnvironment(env)).not.toHaveProperty('mistakes')
  expect(readSettings(env, undefined, 'elsewhere')).not.toHaveProperty('mistakes')
}

describe('the image', () => {
  test('listens where it says, on all addresses', () => {
    const { ENV = '', EXPOSE = '' } = { ENV: last(image, 'ENV'), EXPOSE: last(image, 'EXPOSE') }
    expect(ENV).toContain('HOST=0.0.0.0')
    expect(ENV).toContain(`PORT=${EXPOSE}`)
  })

  test('has no secret, and nothing of the tests', () => {
    const ignored = read('Dockerfile.dockerignore').split('\n')
    expect(ignored).toContain('*')
    const kept = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    expect(kept.sort()).toEqual(['package-lock.json', 'package.json', 'scripts', 'server', 'tsconfig.json'])
  })
})

describe('Function Compute', () => {
  const filledIn = read('fc/s.yaml').replaceAll(/\$\{env\('(\w+)'\)\}/g, (_, name) => {
    if (name === '…') return name
    const value = FILLED[name]
    if (value === undefined) throw new Error(`Who sets ${name}?`)
    return value
  })
  const { props } = v.parse(functionCompute, parse(filledIn)).resources.wevod

  test('runs what npm run build makes, on the port that it is asked on', () => {
    expect(join('deploy/fc', props.code)).toBe('dist')
    expect(props.customRuntimeConfig.args).toEqual(['/code/server.mjs'])
    expect(props.customRuntimeConfig.port).toBe(Number(props.environmentVariables.PORT))
    expect(props.customRuntimeConfig.healthCheckConfig.httpGetUrl).toBe(HEALTH_PATH)
    expect(props.environmentVariables.HOST).toBe('0.0.0.0')
    expectRuns(props.environmentVariables)
  })

  test('has no long-lived key, and no secret in the file', () => {
    const written = parse(read('fc/s.yaml')).resources.wevod.props.environmentVariables as Record<string, string>
    expect(Object.keys(written).filter((name) => name.startsWith('ALIBABA_CLOUD_'))).toEqual([])
    for (const name of SECRETS) if (name in written) expect(written[name]).toBe(`\${env('${name}')}`)
  })

  test('leaves the job of every minute to a timer that knows its secret', () => {
    const timer = props.triggers.find(({ triggerType }) => triggerType === 'timer')
    expect(timer?.triggerConfig).toMatchObject({ enable: true, payload: props.environmentVariables.TIMER_SECRET })
    expect(props.environmentVariables.RECONCILE).toBe('outside')
    // A run of the job begins work for 45 s, whose last call may take 30.
    expect(props.timeout).toBeGreaterThan(75)
  })

  test('takes all methods that the service has', () => {
    const http = props.triggers.find(({ triggerType }) => triggerType === 'http')
    expect(http?.triggerConfig).toMatchObject({
      authType: 'anonymous',
      methods: expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    })
  })
})

describe('Kubernetes', () => {
  const objects = parseAllDocuments(read('kubernetes/wevod.yaml')).map((document) => {
    expect(document.errors).toEqual([])
    return document.toJS() as unknown
  })
  const schema = v.tuple([namespaceObject, serviceAccount, deployment, service, disruptionBudget])
  const [space, account, { spec }, { spec: balancer }, { spec: budget }] = v.parse(schema, objects)
  const example = v.parse(secret, parse(read('kubernetes/secret.example.yaml')))
  const pod = spec.template.spec
  const [container] = pod.containers

  test('its objects belong together', () => {
    for (const { namespace } of [account.metadata, example.metadata]) expect(namespace).toBe(space.metadata.name)
    expect(pod.serviceAccountName).toBe(account.metadata.name)
    expect(container.envFrom).toEqual([{ secretRef: { name: example.metadata.name } }])
    for (const labels of [spec.selector.matchLabels, balancer.selector, budget.selector.matchLabels]) {
      expect(spec.template.metadata.labels).toMatchObject(labels)
    }
    expect(spec.replicas).toBeGreaterThan(budget.maxUnavailable)
  })

  test('runs the image as the user that it names, on the port that it has', () => {
    expect(`${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`).toBe(last(image, 'USER'))
    const [port] = container.ports
    expect(port?.containerPort).toBe(Number(last(image, 'EXPOSE')))
    expect(balancer.ports[0]?.targetPort).toBe(port?.name)
    for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
      expect(httpGet.port).toBe(port?.name)
    }
  })

  test('asks whether it lives, and apart from that whether it is ready', () => {
    expect(container.livenessProbe.httpGet.path).toBe(HEALTH_PATH)
    expect(container.startupProbe.httpGet.path).toBe(HEALTH_PATH)
    expect(container.readinessProbe.httpGet.path).toBe(READY_PATH)
  })

  test('with its secrets filled in it makes a service, whose state is in PostgreSQL', () => {
    const variables = Object.fromEntries(container.env.map(({ name, value }) => [name, value]))
    const secrets = Object.fromEntries(Object.keys(example.stringData).map((name) => [name, FILLED[name] ?? '']))
    expectRuns({ ...variables, ...secrets }, ['ALIBABA_CLOUD_STS_REGION'])
    expect(example.stringData.DATABASE).toContain('postgres://')
    // Placeholders that are left are refused.
    expect(readSettings({ ...variables, ...example.stringData }, undefined, 'elsewhere')).toHaveProperty('mistakes')
  })

  test('waits for the end of a pod longer than the pod takes', () => {
    const drain = Number(container.env.find(({ name }) => name === 'DRAIN_SECONDS')?.value)
    expect(drain).toBeGreaterThan(
      container.readinessProbe.periodSeconds + (container.readinessProbe.timeoutSeconds ?? 1),
    )
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(drain + 8)
  })
})

describe('WeChat Cloud Run', () => {
  const config = v.parse(cloudRun, JSON.parse(read('cloudrun/container.config.json')))

  test('builds the image, and asks it on its port', () => {
    expect(existsSync(join(projectRoot, config.dockerfilePath))).toBe(true)
    expect(config.containerPort).toBe(Number(last(image, 'EXPOSE')))
  })

  test('takes the gateway’s word for who calls, and has no secret in the file', () => {
    expect(config.envParams.LOGIN).toBe('cloudrun')
    expect(Object.keys(config.envParams).filter((name) => SECRETS.has(name))).toEqual([])
    const { TIMER_SECRET: _, NODE_LAYER_ARN: __, ...console } = FILLED
    const set = Object.fromEntries(Object.entries(console).filter(([name]) => name in environmentSchema.entries))
    expectRuns({ ...set, DATABASE: console.DATABASE ?? '', ...config.envParams, CBR_ENV_ID: 'prod-1' })
  })
})
