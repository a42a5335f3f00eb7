import { expect, it } from 'vitest'
import type { MessageRow } from '../../../shared/mail/message.ts'
import { mail } from '../support/mail.ts'
import type { ProvedSession } from '../support/session.ts'
import { describeEveryServer, type ServerUnderTest, type TestUser } from '../support/servers.ts'
import { wireOf, type Wire } from '../support/wire.ts'

const ALL = { by: 'uid', set: '1:*' } as const
const SIDE = { lane: 'side' } as const

/** A session with both lanes open; the second connection of the tap is the side lane's. */
async function bothLanes(
  server: ServerUnderTest,
  user: TestUser,
): Promise<{ session: ProvedSession; side: Wire }> {
  const session = await user.signIn()
  const mine = server.tap.connections.length
  const first = session.run('noop', {}, SIDE)
  await session.event('credentials')
  const credentials = { provider: 'work', user: user.name, accessToken: user.accessToken() }
  await session.run('authenticate', { ...credentials, lane: 'side' })
  await first
  const side = wireOf(() => server.tap.connections[mine])
  side.reset()
  return { session, side }
}

const modSeqOf = async (session: ProvedSession, path = 'INBOX'): Promise<string> => {
  const { items } = await session.run('status', { paths: [path], fields: ['highestModSeq'] }, SIDE)
  return items[0]?.highestModSeq ?? ''
}

describeEveryServer(
  'fetch, what has changed and what is gone',
  (server) => {
    it('tells both in one command, and enables QRESYNC once', async () => {
      const user = server.user()
      const uids = await user.deliver('INBOX', mail(), mail(), mail(), mail(), mail())
      const mailbox = await user.ref('INBOX')
      const { session, side } = await bothLanes(server, user)
      const before = await modSeqOf(session)
      const other = await user.other()
      await other.mailboxOpen('INBOX')
      await other.messageFlagsAdd(String(uids[3]), ['\\Flagged'], { uid: true })
      await other.messageDelete(`${uids[0]},${uids[1]},${uids[4]}`, { uid: true })
      const [arrived = 0] = await user.deliver('INBOX', { raw: mail(), flags: ['\\Seen'] })
      side.reset()
      const asked = {
        mailbox,
        messages: ALL,
        fields: ['flags' as const],
        changedSince: before,
        vanished: true,
      }
      const { items, result } = await session.run('fetch', asked, SIDE)
      const changed = (items as MessageRow[]).map(({ uid, flags = [] }) => [
        uid,
        flags.filter((flag) => flag !== '\\Recent'),
      ])
      expect(changed).toEqual([
        [uids[3], ['\\Flagged']],
        [arrived, ['\\Seen']],
      ])
      expect(result).toEqual({ vanished: [`${uids[0]}:${uids[1]},${uids[4]}`] })
      expect(side.commands()).toEqual([
        'ENABLE QRESYNC',
        'SELECT "INBOX" (CONDSTORE)',
        `UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE ${before} VANISHED)`,
      ])
      // Nothing since: one look for news, and nothing to tell.
      const now = await modSeqOf(session)
      side.reset()
      const again = await session.run('fetch', { ...asked, changedSince: now }, SIDE)
      expect(again).toEqual({ items: [], result: { vanished: [] } })
      expect(side.commands()).toEqual(['NOOP', `UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE ${now} VANISHED)`])
    })

    it('leaves another mailbox to enable it, and expunges nothing there', async () => {
      const user = server.user()
      const [uid] = await user.deliver('Archive', { raw: mail(), flags: ['\\Deleted'] })
      await user.deliver('INBOX', mail())
      const { session, side } = await bothLanes(server, user)
      await session.run('fetch', { mailbox: await user.ref('Archive'), messages: ALL }, SIDE)
      side.reset()
      const asked = { messages: ALL, fields: ['flags' as const], changedSince: '1', vanished: true }
      const { items } = await session.run('fetch', { mailbox: await user.ref('INBOX'), ...asked }, SIDE)
      expect(items).toHaveLength(1)
      expect(side.commands().slice(0, 3)).toEqual([
        'UNSELECT',
        'ENABLE QRESYNC',
        'SELECT "INBOX" (CONDSTORE)',
      ])
      expect((await user.messages('Archive')).map((one) => one.uid)).toEqual([uid])
    })

    it('counts what this connection expunges itself, and goes on by sequence number', async () => {
      const user = server.user()
      const uids = await user.deliver(
        'INBOX',
        mail(),
        { raw: mail(), flags: ['\\Deleted'] },
        { raw: mail(), flags: ['\\Deleted'] },
        mail(),
      )
      const mailbox = await user.ref('INBOX')
      const { session } = await bothLanes(server, user)
      const asked = { mailbox, messages: ALL, fields: ['flags' as const], changedSince: '1', vanished: true }
      await session.run('fetch', asked, SIDE)
      expect((await session.run('expunge', { mailbox }, SIDE)).result).toEqual({ expunged: 2 })
      const second = { mailbox, messages: { by: 'sequence' as const, set: '1:*' } }
      const { items } = await session.run('fetch', second, SIDE)
      expect((items as MessageRow[]).map(({ seq, uid }) => [seq, uid])).toEqual([
        [1, uids[0]],
        [2, uids[3]],
      ])
    })

    it('is refused on the main lane, whose events keep their sequence numbers', async () => {
      const user = server.user()
      const uids = await user.deliver('INBOX', mail(), mail())
      const mailbox = await user.ref('INBOX')
      const { session } = await bothLanes(server, user)
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      const asked = { mailbox, messages: ALL, changedSince: '1', vanished: true }
      expect((await session.refused('fetch', asked)).code).toBe('unsupported')
      expect(session.wire.commands()).toEqual([])
      // Also when the other lane has it enabled.
      await session.run('fetch', asked, SIDE)
      const other = await user.other()
      await other.mailboxOpen('INBOX')
      await other.messageDelete(String(uids[0]), { uid: true })
      await session.run('noop', {})
      expect(await session.event('expunge')).toMatchObject({ mailbox: 'INBOX', seq: 1 })
    })

    it('needs a number to begin at, and UIDs', async () => {
      const user = server.user()
      const mailbox = await user.ref('INBOX')
      const { session, side } = await bothLanes(server, user)
      const sequence = { by: 'sequence' as const, set: '1:*' }
      for (const args of [{ messages: ALL }, { messages: sequence, changedSince: '1' }]) {
        const asked = { mailbox, vanished: true, ...args }
        expect((await session.refused('fetch', asked, SIDE)).code).toBe('invalidArguments')
      }
      expect(side.commands()).toEqual([])
    })
  },
  { servers: ['full'] },
)

describeEveryServer(
  'fetch, of a mailbox that was selected before',
  (server) => {
    it('asks for news first: what another connection changed is told', async () => {
      const user = server.user()
      const uids = await user.deliver('INBOX', mail(), mail())
      const mailbox = await user.ref('INBOX')
      const session = await user.signIn()
      const { highestModSeq = '' } = (await session.run('select', { path: 'INBOX' })).result
      const other = await user.other()
      await other.mailboxOpen('INBOX')
      await other.messageFlagsAdd(String(uids[1]), ['\\Flagged'], { uid: true })
      session.wire.reset()
      const asked = { mailbox, messages: ALL, fields: ['flags' as const], changedSince: highestModSeq }
      const { items } = await session.run('fetch', asked)
      expect((items as MessageRow[]).map(({ uid }) => uid)).toEqual([uids[1]])
      expect(session.wire.commands()).toEqual([
        'NOOP',
        `UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE ${highestModSeq})`,
      ])
    })
  },
  { servers: ['full'] },
)

describeEveryServer(
  'fetch, without QRESYNC',
  (server) => {
    it('says unsupported, and sends nothing', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const mailbox = await user.ref('INBOX')
      const { session, side } = await bothLanes(server, user)
      const asked = { mailbox, messages: ALL, changedSince: '1', vanished: true }
      expect((await session.refused('fetch', asked, SIDE)).code).toBe('unsupported')
      expect(side.commands()).toEqual([])
    })
  },
  { servers: ['outlook', 'full'], hideCapabilities: ['QRESYNC'] },
)
