import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { GROUPS, runGroup, type Figures, type GroupName } from './groups.ts'
import { LARGE_MAILBOX } from './roundTrips.ts'
import { startWorld } from './world.ts'

const JSON_PATH = 'docs/performance.json'
const SIZES = [100, 1_000, LARGE_MAILBOX]

/**
 * `npm run bench [-- --only sync,search]`: takes all figures, or those of some groups, into docs/performance.json and tells
 * them in docs/performance.md. Groups that did not run keep the figures of the run before.
 */
const only = process.argv.includes('--only')
  ? (process.argv[process.argv.indexOf('--only') + 1] ?? '')
  : undefined
const names = only === undefined ? [...GROUPS] : only.split(',')
for (const name of names)
  if (!GROUPS.includes(name as GroupName)) throw new Error(`no group ${name}; there are ${GROUPS.join(', ')}`)

const figures: Partial<Figures> = {}
const sizes = process.argv.includes('--small')
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
      const found = await runGroup(name, world)
      if (found === undefined) continue
      if (name === 'everyday')
        figures.everyday = [...(figures.everyday ?? []), ...(found as Figures['everyday'])]
      else Object.assign(figures, { [name]: found })
      console.error(`  ${name}: ${seconds(started)} s`)
      console.log(JSON.stringify(found))
    }
  } finally {
    await world.stop()
  }
}
const before = existsSync(JSON_PATH) ? (JSON.parse(readFileSync(JSON_PATH, 'utf8')) as Partial<Figures>) : {}
if (!process.argv.includes('--small'))
  writeFileSync(JSON_PATH, `${JSON.stringify({ ...before, ...figures }, null, 1)}\n`)

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}
