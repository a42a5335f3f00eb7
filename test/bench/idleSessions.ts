import { setTimeout as rest } from 'node:timers/promises'
import { startBridgeProcess } from '../integration/support/bridgeProcess.ts'
import { openRaw, type RawSession } from '../integration/protocol/rawSession.ts'
import { startScriptedImap } from '../integration/live/scriptedImap.ts'
import { dovecotProvider } from '../support/bridge.ts'
import { makeCa } from '../support/ca.ts'
import { until } from '../support/net.ts'

/**
 * What an idle session costs the bridge in resident memory: signed in, INBOX selected, IDLE running, over TLS. Run by
 * itself: `npx tsx test/bench/idleSessions.ts [sessions]`.
 */
const SESSIONS = Number(process.argv[2] ?? 200)
/** Signed in before the count begins: code that is compiled then is no session's. */
const WARM_UP = 20
/** How long memory is given to settle, in milliseconds. */
const SETTLE_MS = 5_000
/** How long idle sessions are watched, in milliseconds: three pings each. */
const WATCHED_MS = 60_000

const ca = makeCa()
let idling = 0
const imap = await startScriptedImap(ca, ({ command }) => {
  if (command !== 'IDLE') return undefined
  idling += 1
  return ['+ idling']
})
const bridge = await startBridgeProcess(dovecotProvider({ host: '127.0.0.1', imapPort: imap.port, ca }))
const sessions: RawSession[] = []

async function openUpTo(count: number): Promise<number> {
  while (sessions.length < count) {
    const raw = await openRaw(bridge.origin)
    sessions.push(raw)
    const signedIn = await raw.call('authenticate', { provider: 'work', user: 'ada', accessToken: 'token' })
    if (signedIn.error) throw new Error(signedIn.error.code)
    await raw.call('select', { path: 'INBOX' })
  }
  await until('all sessions to idle', () => (idling >= count ? true : undefined))
  await rest(SETTLE_MS)
  return bridge.residentBytes()
}

const MIB = 1024 * 1024
const empty = bridge.residentBytes()
const before = await openUpTo(WARM_UP)
const after = await openUpTo(WARM_UP + SESSIONS)
console.log(`The bridge alone: ${(empty / MIB).toFixed(0)} MiB resident`)
console.log(`With ${WARM_UP} idle sessions: ${(before / MIB).toFixed(0)} MiB`)
console.log(`With ${SESSIONS} more: ${(after / MIB).toFixed(0)} MiB`)
console.log(`A session: ${((after - before) / SESSIONS / 1024).toFixed(0)} KiB`)
const begin = bridge.cpuMs()
await rest(WATCHED_MS)
const perSecond = (bridge.cpuMs() - begin) / (WATCHED_MS / 1_000)
console.log(`${sessions.length} idle sessions take ${(perSecond / 10).toFixed(2)} % of a core`)
for (const { ws } of sessions) ws.terminate()
await bridge.stop()
await imap.stop()
