import * as v from 'valibot'

// What is used here of Kubernetes' objects, and nothing else. Source: Kubernetes API reference (apps/v1, core/v1, policy/v1).

const name = v.pipe(v.string(), v.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/))
const labels = v.record(v.pipe(v.string(), v.regex(/^([\w.-]+\/)?[\w.-]{1,63}$/)), v.string())
const seconds = v.pipe(v.number(), v.integer(), v.minValue(1))
const selector = v.strictObject({ matchLabels: labels })
const metadata = v.strictObject({
  name,
  namespace: v.optional(name),
  labels: v.optional(labels),
  annotations: v.optional(labels),
})

const probe = v.strictObject({
  httpGet: v.strictObject({ path: v.pipe(v.string(), v.startsWith('/')), port: name }),
  periodSeconds: seconds,
  timeoutSeconds: v.optional(seconds),
  failureThreshold: seconds,
})

const quantity = v.pipe(v.string(), v.regex(/^\d+(m|Mi|Gi)?$/))
const resources = v.strictObject({ cpu: v.optional(quantity), memory: quantity })

const container = v.strictObject({
  name,
  image: v.string(),
  ports: v.array(v.strictObject({ name, containerPort: seconds })),
  env: v.array(v.strictObject({ name: v.string(), value: v.string() })),
  envFrom: v.array(v.strictObject({ secretRef: v.strictObject({ name }) })),
  securityContext: v.strictObject({
    allowPrivilegeEscalation: v.literal(false),
    readOnlyRootFilesystem: v.literal(true),
    capabilities: v.strictObject({ drop: v.tuple([v.literal('ALL')]) }),
  }),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: v.strictObject({ requests: resources, limits: resources }),
})

const podSpec = v.strictObject({
  serviceAccountName: name,
  terminationGracePeriodSeconds: seconds,
  securityContext: v.strictObject({
    runAsNonRoot: v.literal(true),
    runAsUser: seconds,
    runAsGroup: seconds,
    fsGroup: seconds,
    seccompProfile: v.strictObject({ type: v.literal('RuntimeDefault') }),
  }),
  topologySpreadConstraints: v.array(
    v.strictObject({
      maxSkew: seconds,
      topologyKey: v.string(),
      whenUnsatisfiable: v.picklist(['DoNotSchedule', 'ScheduleAnyway']),
      labelSelector: selector,
    }),
  ),
  containers: v.tuple([container]),
})

export const namespaceObject = v.strictObject({ apiVersion: v.literal('v1'), kind: v.literal('Namespace'), metadata })

export const serviceAccount = v.strictObject({
  apiVersion: v.literal('v1'),
  kind: v.literal('ServiceAccount'),
  metadata,
})

export const deployment = v.strictObject({
  apiVersion: v.literal('apps/v1'),
  kind: v.literal('Deployment'),
  metadata,
  spec: v.strictObject({
    replicas: seconds,
    selector,
    strategy: v.strictObject({ rollingUpdate: v.strictObject({ maxUnavailable: v.number(), maxSurge: v.number() }) }),
    template: v.strictObject({ metadata: v.strictObject({ labels }), spec: podSpec }),
  }),
})

export const service = v.strictObject({
  apiVersion: v.literal('v1'),
  kind: v.literal('Service'),
  metadata,
  spec: v.strictObject({
    selector: labels,
    ports: v.array(v.strictObject({ name, port: seconds, targetPort: name })),
  }),
})

export const disruptionBudget = v.strictObject({
  apiVersion: v.literal('policy/v1'),
  kind: v.literal('PodDisruptionBudget'),
  metadata,
  spec: v.strictObject({ maxUnavailable: seconds, selector }),
})

export const secret = v.strictObject({
  apiVersion: v.literal('v1'),
  kind: v.literal('Secret'),
  metadata,
  type: v.literal('Opaque'),
  stringData: v.record(v.string(), v.string()),
})
