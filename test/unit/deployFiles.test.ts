import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { checkConfig } from '../../bridge/config/checkConfig.ts'
import { ENVIRONMENT } from '../../bridge/config/environment.ts'
import { CLOSING_MS, DRAIN_MS } from '../../bridge/limits.ts'
import { PING_INTERVAL_MS } from '../../shared/protocol/limits.ts'
import { readYaml } from '../support/yaml.ts'

/** What deploy/ says of the bridge is true of it. Its syntax is checked by its own programs in test/long/deploy.test.ts. */

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url)), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'ponte-deploy-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Longer than the bridge takes to go, in seconds. */
const LEAST_STOP_SECONDS = (DRAIN_MS + CLOSING_MS) / 1_000

interface Manifest {
  kind: string
  metadata: { name: string }
  data: Record<string, string>
  spec: {
    selector: { matchLabels: Record<string, string> } & Record<string, string>
    scaleTargetRef: { kind: string; name: string }
    ports: { targetPort: string }[]
    template: {
      metadata: { labels: Record<string, string> }
      spec: {
        terminationGracePeriodSeconds: number
        containers: {
          ports: { name: string; containerPort: number }[]
          env: { name: string }[]
          livenessProbe: { httpGet: { path: string; port: string } }
          readinessProbe: { httpGet: { path: string; port: string } }
          securityContext: Record<string, unknown>
        }[]
      }
    }
  }
}

describe('the Kubernetes manifests', async () => {
  const all = (await readYaml(read('kubernetes/ponte.yaml'))) as Manifest[]
  const of = (kind: string): Manifest => {
    const found = all.find((one) => one.kind === kind)
    if (!found) throw new Error(`no ${kind}`)
    return found
  }
  const pod = of('Deployment').spec.template
  const [container] = pod.spec.containers

  it('are each of a kind of its own, about one application', () => {
    expect(all.map(({ kind, metadata }) => [kind, metadata.name])).toEqual(
      ['ConfigMap', 'Deployment', 'Service', 'Ingress', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'].map(
        (kind) => [kind, 'ponte'],
      ),
    )
    for (const selector of [
      of('Deployment').spec.selector.matchLabels,
      of('PodDisruptionBudget').spec.selector.matchLabels,
      of('Service').spec.selector,
    ])
      expect(selector).toEqual(pod.metadata.labels)
    expect(of('HorizontalPodAutoscaler').spec.scaleTargetRef).toMatchObject({
      kind: 'Deployment',
      name: 'ponte',
    })
  })

  it('have a configuration that the bridge takes, at the ports that are probed', () => {
    writeFileSync(join(folder, 'kubernetes.json'), of('ConfigMap').data['ponte.config.json'] ?? '')
    const { status, text } = checkConfig({ PONTE_CONFIG: 'kubernetes.json' }, folder)
    expect([status, text]).toEqual([0, expect.stringContaining('listens at: 0.0.0.0:8080')])
    expect(text).toContain('metrics: 0.0.0.0:9464')
    expect(container?.ports).toEqual([
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9464 },
    ])
    expect(container?.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' })
    expect(container?.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' })
    expect(of('Service').spec.ports).toMatchObject([{ targetPort: 'http' }])
    for (const { name } of container?.env ?? []) expect(Object.keys(ENVIRONMENT)).toContain(name)
  })

  it('let it drain, and let it do nothing else than serve', () => {
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(LEAST_STOP_SECONDS)
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
  })
})

it('compose runs it read-only as nobody, and lets it drain', async () => {
  const [file] = (await readYaml(read('compose.yaml'))) as [{ services: { ponte: Record<string, unknown> } }]
  const { ponte } = file.services
  expect(ponte).toMatchObject({ read_only: true, user: '65532:65532', cap_drop: ['ALL'] })
  expect(parseInt(ponte['stop_grace_period'] as string)).toBeGreaterThan(LEAST_STOP_SECONDS)
  for (const name of Object.keys(ponte['environment'] as object))
    expect(Object.keys(ENVIRONMENT)).toContain(name)
})

it('systemd lets it drain', () => {
  const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(read('ponte.service'))?.[1])
  expect(seconds).toBeGreaterThan(LEAST_STOP_SECONDS)
})

it.each([
  ['nginx.conf', /proxy_read_timeout (\d+)s/],
  ['nginx-subpath.conf', /proxy_read_timeout (\d+)s/],
  ['haproxy.cfg', /timeout tunnel (\d+)s/],
  ['apache.conf', /ws:\/\/\S+ timeout=(\d+)/],
  ['kubernetes/ponte.yaml', /proxy-read-timeout: '(\d+)'/],
])('%s keeps a socket for longer than two pings', (path, timeout) => {
  expect(Number(timeout.exec(read(path))?.[1])).toBeGreaterThan((2 * PING_INTERVAL_MS) / 1_000)
})
