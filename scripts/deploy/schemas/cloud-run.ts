import * as v from 'valibot'

// container.config.json of WeChat Cloud Run (微信云托管). Sources: its documentation, 配置文件 and 服务设置.

/** CPUs, and the GB of memory that go with them. */
const SIZES = [
  [0.25, 0.5],
  [0.5, 1],
  [1, 2],
  [2, 4],
  [4, 8],
  [8, 16],
  [16, 32],
]

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to))

export const cloudRun = v.pipe(
  v.strictObject({
    containerPort: v.pipe(whole(1, 61_000), v.notValue(9100)),
    dockerfilePath: v.string(),
    buildDir: v.string(),
    minNum: whole(0, 50),
    maxNum: whole(1, 50),
    cpu: v.number(),
    mem: v.number(),
    policyType: v.picklist(['cpu', 'mem']),
    policyThreshold: whole(1, 100),
    envParams: v.record(v.string(), v.string()),
    customLogs: v.string(),
    initialDelaySeconds: whole(0, 600),
  }),
  v.check(({ cpu, mem }) => SIZES.some(([a, b]) => a === cpu && b === mem), 'there is no such size'),
  v.check(({ minNum, maxNum }) => minNum <= maxNum, 'minNum is above maxNum'),
)
