import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { GROUPS, runGroup, type Figures, type GroupName } from './groups.ts'
import { report, type Saved } from './report.ts'
import { LARGE_MAILBOX } from './roundTrips.ts'
import { startWorld } from './world.ts'

const JSON_PATH = 'docs/performance.json'
const SIZES = [100, 1_000, LARGE_MAILBOX]

/**
 * `npm run bench [-- --only sync,search]`: takes all figures, or those of some groups, into docs/performance.json and tells
 * them in docs/performance.md. Groups that did not run keep the figures of the run before. `--small` tries the groups on a
 * thousand messages and writes nothing; `--report` writes the text anew and measures nothing.
 */
const only = process.argv.includes('--only')
  ? (process.argv[process.argv.indexOf('--only') + 1] ?? '')
  : undefined
const names = only === undefined ? [...GROUPS] : only.split(',')
for (const name of names)
  if (!GROUPS.includes(name as GroupName)) throw new Error(`no group ${name}; there are ${GROUPS.join(', ')}`)

const figures: Partial<Figures> = {}
const load: Record<string, number> = {}
const sizes = process.argv.includes('--report')
  ? []
  : process.argv.includes('--small')
    ? [1_000]
    : names.includes('everyday')
      ? SIZES
      : [LARGE_MAILBOX]
for (const size of sizes) {
  const begin = performance.now()
  const world = await startWorld(size)
  console.error(`${size.toLocaleString('en')} messages: there after ${seconds(begin)} s`)
  try {
    for (const name of GROUPS.filter((one) => names.includes(one))) {
      const started = performance.now()
      load[name] = loadavg()[0] ?? 0
      const found = await runGroup(name, world).catch((error: unknown) => {
        // The other groups still tell theirs; the run has failed all the same.
        console.error(`  ${name}:`, error)
        process.exitCode = 1
        return undefined
      })
      if (found === undefined) continue
      if (name === 'everyday')
        figures.everyday = [...(figures.everyday ?? []), ...(found as Figures['everyday'])]
      else Object.assign(figures, { [name]: found })
      console.error(`  ${name}: ${seconds(started)} s`)
      console.log(JSON.stringify(found))
      save()
    }
  } finally {
    await world.stop()
  }
}
if (process.argv.includes('--report')) save()

/** After each group: what was taken stays, whatever becomes of the rest. */
function save(): void {
  if (process.argv.includes('--small')) return
  const before = existsSync(JSON_PATH) ? (JSON.parse(readFileSync(JSON_PATH, 'utf8')) as Saved) : {}
  const all = { ...before, ...figures, load: { ...before.load, ...load } }
  writeFileSync(JSON_PATH, `${JSON.stringify(all, null, 1)}\n`)
  writeFileSync('docs/performance.md', report(all))
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}
