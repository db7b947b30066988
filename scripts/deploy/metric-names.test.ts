import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { prometheusMetrics } from '../../server/node/prometheus'
import { projectRoot } from '../project-root'

const FILES = ['deploy/grafana/wevod.json', 'deploy/prometheus/alerts.yml']

/** Every series that the service gives, by name. */
async function series(): Promise<Set<string>> {
  const metrics = prometheusMetrics()
  metrics.called('GET /videos', 'ok', 200, 1)
  metrics.asked('sts', 'AssumeRole', 'ok', 1)
  metrics.credentials('cache')
  const text = await metrics.text({ onTheirWay: { Uploading: 1 }, lagMs: 0 })
  return new Set(text.split('\n').flatMap((line) => /^(wevod_\w+)/.exec(line)?.[1] ?? []))
}

it.each(FILES)('%s goes by metrics that the service has', async (file) => {
  const known = await series()
  const named = readFileSync(join(projectRoot, file), 'utf8').match(/wevod_\w+/g) ?? []
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

it('the dashboard shows every metric', async () => {
  const { panels } = JSON.parse(readFileSync(join(projectRoot, FILES[0] as string), 'utf8')) as {
    panels: { id: number; targets: { expr: string }[] }[]
  }
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n')
  const families = [...(await series())].map((name) => name.replace(/_(bucket|sum|count)$/, ''))
  expect(families.filter((name) => !shown.includes(name))).toEqual([])
})

it('the alert rules name problem codes that there are', async () => {
  const { PROBLEM_CODES } = await import('../../server/problem')
  const text = readFileSync(join(projectRoot, FILES[1] as string), 'utf8')
  for (const [, pattern = ''] of text.matchAll(/code=~?"([^"]+)"/g)) {
    for (const one of pattern.split('|')) {
      if (/[()]/.test(pattern)) continue
      expect(
        PROBLEM_CODES.filter((code) => new RegExp(`^${one}$`).test(code)),
        one,
      ).not.toEqual([])
    }
  }
})
