import { seen, round } from './figures.ts'
import { benchMessages } from './mail.ts'
import { quiet, synced, type World } from './world.ts'

export interface Absence {
  arrived: number
  expunged: number
  flagged: number
  /** From opening the page until rows and index are the server's; in milliseconds, seconds of waiting included. */
  right: number
  /** Bytes from the mail server by then. */
  fromServer: number
  roundTrips: number
}

const ARRIVED = 200
const EXPUNGED = 50
const FLAGGED = 500

/** Changes a mailbox that the browser knows while nobody is connected, and comes back. */
export async function measureAbsence(world: World): Promise<Absence> {
  const { app, user, messages } = world
  const opened = await world.signIn()
  const { page } = opened
  const before = await synced(world, page)
  await page.waitForTimeout(4_000) // written by then
  await page.goto('about:blank')
  await quiet(app)

  const doveadm = (...args: string[]): string => app.dovecot.doveadm(...args)
  const uids = (from: number, count: number, step: number): number[] =>
    Array.from({ length: count }, (_, at) => from + at * step)
  const scale = Math.max(1, Math.floor(messages / 100_000))
  const gone = uids(Math.floor(messages / 3), EXPUNGED, 7 * scale)
  const flagged = uids(Math.floor(messages / 2) + 1, FLAGGED + 20, 11 * scale)
    .filter((uid) => uid % 50 !== 1)
    .slice(0, FLAGGED)
  const read = flagged.slice(0, FLAGGED / 2)
  app.dovecot.append(user, 'INBOX', ...benchMessages(ARRIVED, messages + 1))
  doveadm('expunge', '-u', user, 'mailbox', 'INBOX', 'uid', gone.join(','))
  doveadm(
    'flags',
    'add',
    '-u',
    user,
    '\\Flagged',
    'mailbox',
    'INBOX',
    'uid',
    flagged.slice(FLAGGED / 2).join(','),
  )
  doveadm('flags', 'add', '-u', user, '\\Seen', 'mailbox', 'INBOX', 'uid', read.join(','))
  const total = before.total + ARRIVED - EXPUNGED

  app.delay.reset()
  await page.goto(app.url, { waitUntil: 'commit' })
  // Of the browser's own index: as many as there are, and some whose flags were changed.
  const right = await page.evaluate<number>(`new Promise((resolve, reject) => {
    const look = async () => {
      try {
        const state = window.bench?.index()
        if (state && state.known === state.total && state.total === ${total}) {
          const rows = await window.bench.store('headerIndex').rowsOf(window.bench.mailbox(), ${JSON.stringify([flagged.at(-1), read[0], gone[0], messages + 1])})
          const has = (uid, flag) => rows.find((row) => row.uid === uid)?.flags.includes(flag)
          if (has(${String(flagged.at(-1))}, '\\\\Flagged') && has(${String(read[0])}, '\\\\Seen') && rows.length === 3)
            return resolve(performance.now())
        }
      } catch {}
      if (performance.now() > 60000) return reject(new Error('it does not come right: ' + JSON.stringify(window.bench.index())))
      setTimeout(look, 10)
    }
    look()
  })`)
  const { down, roundTrips } = app.delay.stats()
  await opened.close()
  return {
    arrived: ARRIVED,
    expunged: gone.length,
    flagged: flagged.length,
    right: round(right, 0),
    fromServer: seen('bytes', down),
    roundTrips,
  }
}
