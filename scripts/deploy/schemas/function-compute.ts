import * as v from 'valibot'

// What Serverless Devs' component fc3 takes for a function with a custom runtime. Sources: fc3's documentation, docs/zh/yaml
// (fields, triggers); Function Compute documentation, CreateFunctionInput, CustomRuntimeConfig, "custom runtimes".

const text = v.pipe(v.string(), v.minLength(1))
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to))

const healthCheck = v.strictObject({
  httpGetUrl: v.pipe(text, v.startsWith('/')),
  initialDelaySeconds: whole(0, 120),
  periodSeconds: whole(1, 120),
  timeoutSeconds: whole(1, 3),
  failureThreshold: whole(1, 120),
  successThreshold: whole(1, 120),
})

const httpTrigger = v.strictObject({
  triggerName: text,
  triggerType: v.literal('http'),
  qualifier: v.literal('LATEST'),
  triggerConfig: v.strictObject({
    authType: v.picklist(['anonymous', 'function']),
    disableURLInternet: v.boolean(),
    methods: v.array(v.picklist(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'])),
  }),
})

const timerTrigger = v.strictObject({
  triggerName: text,
  triggerType: v.literal('timer'),
  qualifier: v.literal('LATEST'),
  triggerConfig: v.strictObject({
    cronExpression: v.pipe(v.string(), v.regex(/^@every \d+[mh]$|^(CRON_TZ=\S+ )?(\S+ ){5}\S+$/)),
    enable: v.boolean(),
    payload: text,
  }),
})

const SIZES = 'one CPU goes with 1 to 4 GiB'
const fits = (cpu: number, memorySize: number) => memorySize / 1024 / cpu >= 1 && memorySize / 1024 / cpu <= 4

const entries = {
  region: text,
  functionName: v.pipe(v.string(), v.regex(/^[A-Za-z_][\w-]{0,63}$/)),
  description: v.pipe(v.string(), v.maxLength(256)),
  cpu: v.pipe(
    v.number(),
    v.minValue(0.05),
    v.maxValue(16),
    v.check((cpu) => Math.round(cpu * 100) % 5 === 0, 'must be a multiple of 0.05'),
  ),
  memorySize: v.pipe(whole(128, 32_768), v.multipleOf(64)),
  diskSize: v.picklist([512, 10_240]),
  instanceConcurrency: whole(1, 200),
  timeout: whole(1, 86_400),
  role: text,
  vpcConfig: v.strictObject({ vpcId: text, vSwitchIds: v.array(text), securityGroupId: text }),
  internetAccess: v.boolean(),
  environmentVariables: v.record(v.pipe(v.string(), v.regex(/^[A-Za-z]\w*$/)), v.string()),
  triggers: v.array(v.variant('triggerType', [httpTrigger, timerTrigger])),
}

/** What all of it stands in. */
const described = <P extends v.GenericSchema>(props: P) =>
  v.strictObject({
    edition: v.literal('3.0.0'),
    name: text,
    access: text,
    resources: v.strictObject({ wevod: v.strictObject({ component: v.literal('fc3'), props }) }),
  })

export const functionCompute = described(
  v.pipe(
    v.strictObject({
      ...entries,
      runtime: v.picklist(['custom', 'custom.debian10', 'custom.debian11', 'custom.debian12']),
      layers: v.pipe(v.array(text), v.maxLength(5)),
      code: text,
      handler: text,
      customRuntimeConfig: v.strictObject({
        command: v.array(text),
        args: v.array(text),
        port: whole(1, 65_535),
        healthCheckConfig: healthCheck,
      }),
    }),
    v.check(({ cpu, memorySize }) => fits(cpu, memorySize), SIZES),
  ),
)

/** The same function as an image. Source: Function Compute documentation, CustomContainerConfig. */
export const functionComputeImage = described(
  v.pipe(
    v.strictObject({
      ...entries,
      runtime: v.literal('custom-container'),
      handler: text,
      customContainerConfig: v.strictObject({
        // Of a registry: Function Compute knows no images without one.
        image: v.pipe(
          v.string(),
          v.regex(/^[\w.-]+\.[\w.-]+(:\d+)?\/[\w./-]+(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/, 'must be registry/name:tag'),
        ),
        port: whole(1, 65_535),
        healthCheckConfig: healthCheck,
      }),
    }),
    v.check(({ cpu, memorySize }) => fits(cpu, memorySize), SIZES),
  ),
)
