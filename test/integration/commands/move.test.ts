import { expect, it } from 'vitest'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer, type ServerUnderTest, type TestUser } from '../support/servers.ts'
import type { ProvedSession } from '../support/session.ts'
import { holdsToUidValidity } from '../support/uidValidity.ts'

interface Scene {
  user: TestUser
  session: ProvedSession
  mailbox: { path: string; uidValidity: string }
  uids: number[]
}

/** Four messages, the last of which is marked deleted by somebody and none of a move's business. */
async function scene(server: ServerUnderTest): Promise<Scene> {
  const user = server.user()
  const uids = await user.deliver(
    'INBOX',
    { raw: mail({ subject: 'one' }), flags: ['\\Seen'] },
    mail({ subject: 'two' }),
    { raw: mail({ subject: 'three' }), flags: ['\\Flagged'], date: new Date('2024-02-29T12:00:00Z') },
    { raw: mail({ subject: 'four' }), flags: ['\\Deleted'] },
  )
  const session = await user.signIn()
  const mailbox = await user.ref('INBOX')
  await session.run('select', { path: 'INBOX' })
  session.wire.reset()
  return { user, session, mailbox, uids }
}

const subjects = async (user: TestUser, path: string): Promise<string[]> =>
  (await user.messages(path)).map((one) => /^Subject: (.*)\r$/m.exec(one.raw.toString())?.[1] ?? '')

/** What holds however it is done. */
function movesEitherWay(server: ServerUnderTest, how: 'moved' | 'copied'): void {
  it.each(['uid', 'sequence'] as const)('moves by %s and tells what became what', async (by) => {
    const { user, session, mailbox, uids } = await scene(server)
    const before = await user.messages('INBOX')
    const { items, result } = await session.run('move', {
      mailbox,
      messages: { by, set: by === 'uid' ? `${uids[0]},${uids[2]}` : '1,3' },
      destination: 'Archive',
    })
    expect(items).toEqual([])
    expect(await subjects(user, 'INBOX')).toEqual(['two', 'four'])
    const moved = await user.messages('Archive')
    const facts = ({ raw, flags, date }: (typeof moved)[number]) => [raw.toString(), flags, date]
    expect(moved.map(facts)).toEqual([before[0], before[2]].flatMap((one) => (one ? [facts(one)] : [])))
    expect(result).toMatchObject({ how, uidValidity: (await user.ref('Archive')).uidValidity })
    expect(parseNumberSet(result.from ?? '')).toEqual([uids[0], uids[2]])
    expect(parseNumberSet(result.to ?? '')).toEqual(moved.map((one) => one.uid))
    const left = [1, 2, 3, 4]
    for (const event of session.events) if (event.type === 'expunge') left.splice((event.seq ?? 0) - 1, 1)
    expect(left).toEqual([2, 4])
  })

  it('says mailboxNotFound in the server\u2019s own words; everything stays as it was', async () => {
    const { user, session, mailbox } = await scene(server)
    const before = await user.messages('INBOX')
    const error = await session.refused('move', {
      mailbox,
      messages: { by: 'uid', set: '1:*' },
      destination: 'Nowhere',
    })
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
    expect(error.server).toContain('[TRYCREATE]')
    expect(await user.messages('INBOX')).toEqual(before)
  })

  it('does nothing under another UIDVALIDITY', async () => {
    await holdsToUidValidity(server, 'move', { messages: { by: 'uid', set: '1:*' }, destination: 'INBOX' })
  })
}

describeEveryServer('move', (server) => {
  movesEitherWay(server, 'moved')

  it('takes one command', async () => {
    const { session, mailbox, uids } = await scene(server)
    await session.run('move', {
      mailbox,
      messages: { by: 'uid', set: String(uids[0]) },
      destination: 'Archive',
    })
    expect(session.wire.commands()).toEqual([`UID MOVE ${uids[0]} "Archive"`])
  })

  it.each(HARD_NAMES)('moves to the mailbox named %s', async (destination) => {
    const { user, session, mailbox } = await scene(server)
    await (await user.other()).mailboxCreate(destination)
    await session.run('move', { mailbox, messages: { by: 'sequence', set: '1' }, destination })
    expect(await subjects(user, destination)).toEqual(['one'])
  })

  it('sends nothing when an argument holds a line break', async () => {
    const user = server.user()
    const session = await user.signIn()
    await refusesLineBreaks(session, {
      name: 'move',
      args: {
        mailbox: await user.ref('INBOX'),
        messages: { by: 'uid', set: '1:*' },
        destination: 'Archive',
      },
    })
  })
})

describeEveryServer(
  'move, by copying',
  (server) => {
    movesEitherWay(server, 'copied')

    it('copies, marks and expunges exactly the messages it was given', async () => {
      const { session, mailbox, uids } = await scene(server)
      await session.run('move', {
        mailbox,
        messages: { by: 'uid', set: String(uids[0]) },
        destination: 'Archive',
      })
      expect(session.wire.commands()).toEqual([
        `UID COPY ${uids[0]} "Archive"`,
        `UID STORE ${uids[0]} +FLAGS.SILENT (\\Deleted)`,
        `UID EXPUNGE ${uids[0]}`,
      ])
    })

    it('names the messages of a range before it copies: mail that arrives meanwhile is not expunged', async () => {
      const { user, session, mailbox, uids } = await scene(server)
      await session.run('move', { mailbox, messages: { by: 'uid', set: '1:*' }, destination: 'Archive' })
      const all = `${uids[0]}:${uids[3]}`
      expect(session.wire.commands()).toEqual([
        'UID SEARCH UID 1:*',
        `UID COPY ${all} "Archive"`,
        `UID STORE ${all} +FLAGS.SILENT (\\Deleted)`,
        `UID EXPUNGE ${all}`,
      ])
      expect(await subjects(user, 'INBOX')).toEqual([])
      expect(await subjects(user, 'Archive')).toEqual(['one', 'two', 'three', 'four'])
    })

    it('turns sequence numbers into UIDs before the first command that could shift them', async () => {
      const { session, mailbox, uids } = await scene(server)
      await session.run('move', { mailbox, messages: { by: 'sequence', set: '2:3' }, destination: 'Archive' })
      expect(session.wire.commands()).toEqual([
        'UID SEARCH 2:3',
        `UID COPY ${uids[1]}:${uids[2]} "Archive"`,
        `UID STORE ${uids[1]}:${uids[2]} +FLAGS.SILENT (\\Deleted)`,
        `UID EXPUNGE ${uids[1]}:${uids[2]}`,
      ])
    })
  },
  { hideCapabilities: ['MOVE'] },
)

describeEveryServer(
  'move, by copying, without UIDPLUS',
  (server) => {
    it('leaves the originals marked deleted and says so', async () => {
      const { user, session, mailbox, uids } = await scene(server)
      const { result } = await session.run('move', {
        mailbox,
        messages: { by: 'uid', set: String(uids[0]) },
        destination: 'Archive',
      })
      expect(result.how).toBe('left')
      expect(session.wire.commands().map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
        'UID COPY',
        'UID STORE',
      ])
      expect(await subjects(user, 'Archive')).toEqual(['one'])
      expect((await user.messages('INBOX')).map((one) => one.flags)).toEqual([
        ['\\Deleted', '\\Seen'],
        [],
        ['\\Flagged'],
        ['\\Deleted'],
      ])
    })
  },
  { hideCapabilities: ['MOVE', 'UIDPLUS'] },
)

describeEveryServer(
  'move, of messages that another client took away',
  (server) => {
    it('fails and destroys nothing', async () => {
      await destroysNothing(server)
    })
  },
  { servers: ['outlook', 'full'] },
)

describeEveryServer(
  'move, by copying, of messages that another client took away',
  (server) => {
    it('fails and destroys nothing', async () => {
      await destroysNothing(server)
    })
  },
  { servers: ['outlook', 'full'], hideCapabilities: ['MOVE'] },
)

/** Dovecot answers NO [EXPUNGEISSUED] and moves nothing; imapflow alone would take it for OK. */
async function destroysNothing(server: ServerUnderTest): Promise<void> {
  const { user, session, mailbox, uids } = await scene(server)
  const other = await user.other()
  await other.mailboxOpen('INBOX')
  await other.messageDelete(String(uids[1]), { uid: true })
  const error = await session.refused('move', {
    mailbox,
    messages: { by: 'uid', set: `${uids[0]}:${uids[2]}` },
    destination: 'Archive',
  })
  expect(error.code).toBe('messageGone')
  expect(error.server).toMatch(/^NO \[EXPUNGEISSUED\]/)
  expect(await subjects(user, 'INBOX')).toEqual(['one', 'three', 'four'])
  expect((await user.messages('INBOX')).map((one) => one.flags)).toEqual([
    ['\\Seen'],
    ['\\Flagged'],
    ['\\Deleted'],
  ])
  expect(await subjects(user, 'Archive')).toEqual([])
}

describeEveryServer(
  'move, where the server refuses',
  (server) => {
    it('reports a MOVE that failed; nothing was copied instead', async () => {
      const { user, session, mailbox } = await scene(server)
      server.demo.server.quirks.moveFails = true
      const error = await session.refused('move', {
        mailbox,
        messages: { by: 'uid', set: '1:*' },
        destination: 'Archive',
      })
      expect(error).toMatchObject({ code: 'serverNo', server: 'NO MOVE failed.' })
      expect(session.wire.commands()).toEqual(['UID MOVE 1:* "Archive"'])
      expect(await user.messages('INBOX')).toHaveLength(4)
    })
  },
  { servers: ['demo'] },
)

describeEveryServer(
  'move, by copying, where the server refuses',
  (server) => {
    it('never marks or expunges after a COPY that failed', async () => {
      const { user, session, mailbox } = await scene(server)
      server.demo.server.quirks.copyFails = true
      const before = await user.messages('INBOX')
      const error = await session.refused('move', {
        mailbox,
        messages: { by: 'uid', set: '1:*' },
        destination: 'Archive',
      })
      expect(error).toMatchObject({ code: 'serverNo', server: 'NO COPY failed.' })
      expect(session.wire.commands()).toEqual(['UID SEARCH UID 1:*', 'UID COPY 1:4 "Archive"'])
      expect(await user.messages('INBOX')).toEqual(before)
    })
  },
  { servers: ['demo'], hideCapabilities: ['MOVE'] },
)
