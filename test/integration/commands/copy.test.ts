import { expect, it } from 'vitest'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'
import { holdsToUidValidity } from '../support/uidValidity.ts'

describeEveryServer('copy', (server) => {
  it.each(['uid', 'sequence'] as const)('copies by %s and tells what became what', async (by) => {
    const user = server.user()
    const date = new Date('2024-02-29T12:00:00Z')
    const uids = await user.deliver(
      'INBOX',
      { raw: mail({ subject: 'one' }), flags: ['\\Seen'], date },
      mail({ subject: 'two' }),
      { raw: mail({ subject: 'three' }), flags: ['\\Flagged'] },
    )
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    const set = by === 'uid' ? `${uids[0]},${uids[2]}` : '1,3'
    const { items, result } = await session.run('copy', {
      mailbox,
      messages: { by, set },
      destination: 'Archive',
    })
    expect(items).toEqual([])
    expect(session.wire.commands()).toEqual([`${by === 'uid' ? 'UID ' : ''}COPY ${set} "Archive"`])
    const source = await user.messages('INBOX')
    const copies = await user.messages('Archive')
    expect(source).toHaveLength(3)
    expect(copies.map(({ raw, flags }) => [raw.toString(), flags])).toEqual(
      [source[0], source[2]].map((one) => [one?.raw.toString(), one?.flags]),
    )
    expect(copies[0]?.date).toEqual(date)
    expect(result.uidValidity).toBe((await user.ref('Archive')).uidValidity)
    expect(parseNumberSet(result.from ?? '')).toEqual([uids[0], uids[2]])
    expect(parseNumberSet(result.to ?? '')).toEqual(copies.map((one) => one.uid))
  })

  it.each(HARD_NAMES)('copies to the mailbox named %s', async (destination) => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    await (await user.other()).mailboxCreate(destination)
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('copy', { mailbox, messages: { by: 'sequence', set: '1' }, destination })
    expect(await user.messages(destination)).toHaveLength(1)
  })

  it('says mailboxNotFound in the server\u2019s own words', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const error = await session.refused('copy', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'uid', set: '1:*' },
      destination: 'Nowhere',
    })
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
    expect(error.server).toContain('[TRYCREATE]')
  })

  it('does nothing under another UIDVALIDITY', async () => {
    await holdsToUidValidity(server, 'copy', { messages: { by: 'uid', set: '1:*' }, destination: 'INBOX' })
  })

  it('sends nothing when an argument holds a line break', async () => {
    const user = server.user()
    const session = await user.signIn()
    await refusesLineBreaks(session, {
      name: 'copy',
      args: {
        mailbox: await user.ref('INBOX'),
        messages: { by: 'uid', set: '1:*' },
        destination: 'Archive',
      },
    })
  })
})

describeEveryServer(
  'copy',
  (server) => {
    it('fails when the server says that some of the messages are gone, instead of claiming a copy', async () => {
      const user = server.user()
      const uids = await user.deliver('INBOX', mail({ subject: 'one' }), mail({ subject: 'two' }))
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      // Another client takes the first away; the bridge's connection has not been told yet.
      const other = await user.other()
      await other.mailboxOpen('INBOX')
      await other.messageDelete(String(uids[0]), { uid: true })
      const error = await session.refused('copy', {
        mailbox: await user.ref('INBOX'),
        messages: { by: 'uid', set: uids.join(',') },
        destination: 'Archive',
      })
      expect(error.server).toBe(session.wire.lastTagged())
      expect(error.server).toMatch(/^NO \[EXPUNGEISSUED\]/)
      expect(error.code).toBe('messageGone')
      expect(await user.messages('Archive')).toEqual([])
    })
  },
  { servers: ['outlook', 'full'] },
)

describeEveryServer(
  'copy',
  (server) => {
    it('knows nothing of the new UIDs when COPYUID is empty, as Outlook sends it at times', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      server.demo.server.quirks.emptyCopyuid = true
      const session = await user.signIn()
      const { result } = await session.run('copy', {
        mailbox: await user.ref('INBOX'),
        messages: { by: 'uid', set: '1:*' },
        destination: 'Archive',
      })
      expect(session.wire.lastTagged()).toMatch(/^OK \[COPYUID \d+ {2}\]/)
      expect(result).toEqual({})
      expect(await user.messages('Archive')).toHaveLength(1)
    })
  },
  { servers: ['demo'] },
)
