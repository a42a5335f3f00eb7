/**
 * What counting costs: processor time of a bridge with and without metrics for the same calls, in turns, and of one scrape.
 * Run by itself: `npx tsx test/bench/metricsCost.ts [calls] [rounds]`.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createMetrics } from '../../bridge/metrics/prometheus.ts'
import { openRaw } from '../integration/protocol/rawSession.ts'
import { dovecotProvider } from '../support/bridge.ts'
import { makeCa } from '../support/ca.ts'
import { ADA, startDemoImap, TOKEN } from '../support/demoImap.ts'
import { usageOf } from './processes.ts'

const CALLS = Number(process.argv[2] ?? 20_000)
const ROUNDS = Number(process.argv[3] ?? 4)
/** Calls before the count begins: code that is compiled then is nobody's. */
const WARM_UP = 2_000
/** Calls that run at once, as many as a session may have is too many for a fair queue. */
const AT_ONCE = 16

interface Bridge {
  child: ChildProcess
  port: number
  metrics: number
}

const ca = makeCa()
const imap = await startDemoImap({ tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }) })
const provider = dovecotProvider({ host: '127.0.0.1', imapPort: imap.server.port, ca })

async function start(metrics: boolean): Promise<Bridge> {
  const script = fileURLToPath(new URL('./metricsCostChild.ts', import.meta.url))
  const child = fork(script, [JSON.stringify({ provider, metrics })], { execArgv: ['--import', 'tsx'] })
  const [told] = (await once(child, 'message')) as [{ port: number; metrics: number }]
  return { child, ...told }
}

/** @returns processor time of the bridge, in milliseconds */
async function spend({ child, port }: Bridge, calls: number): Promise<number> {
  const raw = await openRaw(`http://127.0.0.1:${port}`)
  const signedIn = await raw.call('authenticate', { provider: 'work', user: ADA, accessToken: TOKEN })
  if (signedIn.error) throw new Error(signedIn.error.code)
  const { result } = await raw.call('select', { path: 'INBOX' })
  const { uidValidity } = result as { uidValidity: string }
  const args = { mailbox: { path: 'INBOX', uidValidity }, criteria: { key: 'all' } }
  const before = usageOf(child.pid ?? 0).cpuMs
  for (let call = 0; call < calls; call += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => raw.call('search', args)))
    raw.frames.length = 0
  }
  const spent = usageOf(child.pid ?? 0).cpuMs - before
  raw.ws.terminate()
  return spent
}

const plain = await start(false)
const counting = await start(true)
await spend(plain, WARM_UP)
await spend(counting, WARM_UP)
const ratios: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  // In turns: whoever else works on the machine disturbs both alike.
  const plainFirst = round % 2 === 0
  const first = await spend(plainFirst ? plain : counting, CALLS)
  const second = await spend(plainFirst ? counting : plain, CALLS)
  const [without, withMetrics] = plainFirst ? [first, second] : [second, first]
  ratios.push(withMetrics / without - 1)
  console.log(`${CALLS} calls: ${without} ms without, ${withMetrics} ms with metrics`)
}
ratios.sort((a, b) => a - b)
const median = ratios[Math.floor(ratios.length / 2)] ?? 0
console.log(`Metrics cost ${(median * 100).toFixed(1)} % of processor time (median of ${ROUNDS})`)
const alone = createMetrics({ version: 'bench', accepting: () => true }).observer
const OBSERVED = 300_000
const begin = process.cpuUsage()
for (let call = 0; call < OBSERVED; call++) alone.command('search')('ok')
const { user, system } = process.cpuUsage(begin)
console.log(`Counting a call takes ${((user + system) / OBSERVED).toFixed(1)} µs by itself`)
const SCRAPES = 50
const before = usageOf(counting.child.pid ?? 0).cpuMs
let bytes = 0
for (let scrape = 0; scrape < SCRAPES; scrape++)
  bytes = (await (await fetch(`http://127.0.0.1:${counting.metrics}/metrics`)).text()).length
console.log(
  `One scrape: ${((usageOf(counting.child.pid ?? 0).cpuMs - before) / SCRAPES).toFixed(1)} ms, ${bytes} B`,
)
for (const { child } of [plain, counting]) child.kill('SIGKILL')
await imap.close()
