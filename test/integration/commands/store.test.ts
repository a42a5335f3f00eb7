import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'
import { holdsToUidValidity } from '../support/uidValidity.ts'

const withoutRecent = (flags: string[]): string[] => flags.filter((flag) => flag !== '\\Recent').sort()

describeEveryServer('store', (server) => {
  it.each([
    ['add', ['\\Flagged'], ['\\Answered', '\\Flagged', '\\Seen']],
    ['remove', ['\\Seen', '\\Flagged'], ['\\Answered']],
    ['replace', ['\\Draft', '\\Deleted'], ['\\Deleted', '\\Draft']],
    ['replace', [], []],
  ] as const)('can %s %j', async (action, flags, expected) => {
    const user = server.user()
    const [uid = 0] = await user.deliver('INBOX', { raw: mail(), flags: ['\\Seen', '\\Answered'] }, mail())
    const session = await user.signIn()
    const { items, result } = await session.run('store', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'uid', set: String(uid) },
      change: { action, flags: [...flags] },
    })
    expect(items.map(({ seq, uid, flags }) => ({ seq, uid, flags: withoutRecent(flags) }))).toEqual([
      { seq: 1, uid, flags: expected },
    ])
    expect(result).toEqual({})
    expect((await user.messages('INBOX')).map((one) => one.flags)).toEqual([expected, []])
  })

  it('names messages by sequence number too', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail(), mail(), mail())
    const session = await user.signIn()
    const { items } = await session.run('store', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'sequence', set: '1,3' },
      change: { action: 'add', flags: ['\\Seen'] },
    })
    expect(items.map((one) => one.seq)).toEqual([1, 3])
    expect(session.wire.commands().at(-1)).toBe('STORE 1,3 +FLAGS (\\Seen)')
    expect((await user.messages('INBOX')).map((one) => one.flags)).toEqual([['\\Seen'], [], ['\\Seen']])
  })

  it('asks for no flags back when it is to be silent', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail(), mail())
    const session = await user.signIn()
    const { items } = await session.run('store', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'uid', set: '1:*' },
      change: { action: 'add', flags: ['\\Seen'] },
      silent: true,
    })
    expect(items).toEqual([])
    expect(session.wire.commands().at(-1)).toBe('UID STORE 1:* +FLAGS.SILENT (\\Seen)')
    expect((await user.messages('INBOX')).map((one) => one.flags)).toEqual([['\\Seen'], ['\\Seen']])
  })

  it('keeps keywords where the server does', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    await session.run('store', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'uid', set: '1:*' },
      change: { action: 'add', flags: ['$Forwarded', '\\Seen'] },
    })
    expect((await user.messages('INBOX'))[0]?.flags).toEqual(
      server.has.keywords ? ['$Forwarded', '\\Seen'] : ['\\Seen'],
    )
  })

  it('answers with nothing for messages that are not there', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const { items } = await session.run('store', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'uid', set: '4000:4001' },
      change: { action: 'add', flags: ['\\Seen'] },
    })
    expect(items).toEqual([])
    expect((await user.messages('INBOX'))[0]?.flags).toEqual([])
  })

  it('passes the server\u2019s own words on when it does not understand', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const error = await session.refused('store', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'uid', set: '1:*' },
      change: { action: 'add', flags: ['\\Nonsense'] },
    })
    expect(error.code).toBe('serverBad')
    expect(error.server).toBe(session.wire.lastTagged())
  })

  it('tells another client\u2019s change as an event when it is not of its own messages', async () => {
    const user = server.user()
    const uids = await user.deliver('INBOX', mail(), mail())
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd(String(uids[1]), ['\\Flagged'], { uid: true })
    const { items } = await session.run('store', {
      mailbox,
      messages: { by: 'uid', set: String(uids[0]) },
      change: { action: 'add', flags: ['\\Seen'] },
    })
    expect(items.map((one) => one.seq)).toEqual([1])
    const event = await session.event('flags')
    expect(event).toMatchObject({ mailbox: 'INBOX', uidValidity: mailbox.uidValidity, seq: 2 })
    expect(withoutRecent(event.flags)).toEqual(['\\Flagged'])
  })

  it('does nothing under another UIDVALIDITY', async () => {
    await holdsToUidValidity(server, 'store', {
      messages: { by: 'uid', set: '1:*' },
      change: { action: 'replace', flags: ['\\Flagged'] },
    })
  })

  it('sends nothing when an argument holds a line break', async () => {
    const user = server.user()
    const session = await user.signIn()
    await refusesLineBreaks(session, {
      name: 'store',
      args: {
        mailbox: await user.ref('INBOX'),
        messages: { by: 'uid', set: '1:*' },
        change: { action: 'add', flags: ['\\Seen', '$Forwarded'] },
        unchangedSince: '12',
      },
    })
  })
})

describeEveryServer(
  'store, unchanged since',
  (server) => {
    it('leaves alone what has changed since, and names it', async () => {
      const user = server.user()
      const uids = await user.deliver('INBOX', mail(), mail(), mail(), mail())
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      const { highestModSeq = '' } = (await session.run('select', { path: 'INBOX' })).result
      const other = await user.other()
      await other.mailboxOpen('INBOX')
      await other.messageFlagsAdd(uids.slice(0, 2).join(','), ['\\Flagged'], { uid: true })
      const { items, result } = await session.run('store', {
        mailbox,
        messages: { by: 'uid', set: uids.join(',') },
        change: { action: 'add', flags: ['\\Seen'] },
        unchangedSince: highestModSeq,
      })
      expect(result).toEqual({ modified: `${uids[0]}:${uids[1]}` })
      const changed = items.filter((one) => one.flags.includes('\\Seen'))
      expect(changed.map((one) => one.uid)).toEqual(uids.slice(2))
      for (const one of changed) expect(BigInt(one.modSeq ?? 0)).toBeGreaterThan(BigInt(highestModSeq))
      expect((await user.messages('INBOX')).map((one) => one.flags)).toEqual([
        ['\\Flagged'],
        ['\\Flagged'],
        ['\\Seen'],
        ['\\Seen'],
      ])
    })
  },
  { servers: ['full'] },
)

describeEveryServer(
  'store, unchanged since, without CONDSTORE',
  (server) => {
    it('says unsupported and changes nothing', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      const error = await session.refused('store', {
        mailbox,
        messages: { by: 'uid', set: '1:*' },
        change: { action: 'add', flags: ['\\Seen'] },
        unchangedSince: '5',
      })
      expect(error.code).toBe('unsupported')
      expect(session.wire.commands()).toEqual([])
    })
  },
  { servers: ['outlook', 'demo'] },
)
