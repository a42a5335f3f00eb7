import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ENVIRONMENT } from '../../bridge/config/environment.ts'
import { FLAGS, readFlags } from '../../bridge/config/flags.ts'
import { DEFAULT_DOOR_LIMITS, DEFAULT_MAX_SESSIONS } from '../../bridge/doors/limits.ts'
import { LOG_FIELDS, LOG_LINES } from '../../bridge/log.ts'
import { createMetrics } from '../../bridge/metrics/prometheus.ts'
import { METRICS } from '../../bridge/metrics/table.ts'
import { LIMITS } from '../../bridge/observer.ts'

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const text = read('docs/operations.md')
const rows = [...text.matchAll(/^\| (.+?) +\|(.*)\|$/gm)].map(([, name = '', rest = '']) => ({
  name: name.replaceAll('`', ''),
  cells: rest.split('|').map((cell) => cell.trim()),
}))
const cellsOf = (name: string): string[] | undefined => rows.find((row) => row.name === name)?.cells

describe('docs/operations.md', () => {
  it.each(Object.entries(METRICS))('has %s', (name, { labels, help }) => {
    expect(cellsOf(name)).toEqual([labels.map((label) => `\`${label}\``).join(', '), help])
  })

  it('names no metric that is not there', () => {
    const named = [...text.matchAll(/\b(?:ponte|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name)
    for (const name of named) expect(Object.keys(METRICS)).toContain(name)
  })

  it.each([...Object.entries(LIMITS), ...Object.entries(LOG_FIELDS), ...Object.entries(LOG_LINES)])(
    'has %s',
    (name, meaning) => {
      const found = rows.filter((row) => row.name === name).map(({ cells }) => cells.at(-1))
      expect(found).toContain(meaning)
    },
  )

  it.each(Object.entries(ENVIRONMENT))('has %s', (name, about: { meaning: string; file?: true }) => {
    expect(cellsOf(name)).toEqual([about.file ? `\`${name}_FILE\`` : '', about.meaning])
  })

  it.each(Object.entries(FLAGS))('has %s', (name, about: { value?: string; meaning: string }) => {
    expect(cellsOf(about.value === undefined ? name : `${name} ${about.value}`)).toEqual([about.meaning])
  })

  it('tells the limits as they are', () => {
    const all = { ...DEFAULT_DOOR_LIMITS, sessions: DEFAULT_MAX_SESSIONS }
    for (const [name, value] of Object.entries(all))
      expect([name, cellsOf(`limits.${name}`)?.at(-1)]).toEqual([name, value.toLocaleString('en')])
  })
})

it('the registry has exactly the metrics of the table, with their labels', () => {
  const { registry } = createMetrics({ version: 'test', accepting: () => true })
  const made = registry.getMetricsAsArray() as unknown as {
    name: string
    labelNames: string[]
    type: string
  }[]
  expect(made.map(({ name }) => name).sort()).toEqual(Object.keys(METRICS).sort())
  for (const { name, labelNames } of made)
    expect([name, labelNames]).toEqual([name, METRICS[name as keyof typeof METRICS].labels])
})

it('the Grafana dashboard draws every metric, and none that is not there', () => {
  const dashboard = JSON.parse(read('deploy/grafana-dashboard.json')) as {
    panels: { title: string; targets: { expr: string }[] }[]
  }
  const drawn = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) =>
      [...expr.matchAll(/\b(?:ponte|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name),
    ),
  )
  expect(new Set(drawn.map((name) => name.replace(/_seconds_bucket$/, '_seconds')))).toEqual(
    new Set(Object.keys(METRICS)),
  )
})

describe('flags', () => {
  it('are read with their value behind a space or an equals sign', () => {
    expect(readFlags(['--workers', '2', '--check-config'])).toEqual({
      '--workers': '2',
      '--check-config': '',
    })
    expect(readFlags(['--print-headers=https://a.example'])).toEqual({
      '--print-headers': 'https://a.example',
    })
  })

  it('that are none are named, with those there are', () => {
    expect(() => readFlags(['--wrokers', '2'])).toThrow('--wrokers is no flag. There are: --check-config')
    expect(() => readFlags(['--workers'])).toThrow('--workers needs a value: --workers N.')
  })
})
