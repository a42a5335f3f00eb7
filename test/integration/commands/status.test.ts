import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('status', (server) => {
  it('counts many mailboxes, each as the server answers, in the order asked for', async () => {
    const user = server.user()
    const uids = await user.deliver('INBOX', { raw: mail(), flags: ['\\Seen'] }, mail(), mail())
    await user.deliver('Archive', mail())
    const session = await user.signIn()
    const { items, result } = await session.run('status', { paths: ['INBOX', 'Archive', 'Drafts'] })
    expect(result).toEqual({})
    expect(session.wire.commands()).toEqual(
      ['INBOX', 'Archive', 'Drafts'].map((path) => `STATUS "${path}" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)`),
    )
    const validity = async (path: string): Promise<string> => (await user.ref(path)).uidValidity
    expect(items).toEqual([
      {
        path: 'INBOX',
        messages: 3,
        unseen: 2,
        uidNext: (uids[2] ?? 0) + 1,
        uidValidity: await validity('INBOX'),
      },
      { path: 'Archive', messages: 1, unseen: 1, uidNext: 2, uidValidity: await validity('Archive') },
      { path: 'Drafts', messages: 0, unseen: 0, uidNext: 1, uidValidity: await validity('Drafts') },
    ])
  })

  it('tells only the figures it is asked for', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail(), mail())
    const session = await user.signIn()
    const { items } = await session.run('status', { paths: ['INBOX'], fields: ['recent', 'messages'] })
    expect(items).toEqual([{ path: 'INBOX', messages: 2, recent: 2 }])
  })

  it('goes on past a mailbox that is not there, with the server\u2019s words in its place', async () => {
    const user = server.user()
    await user.deliver('Archive', mail())
    const session = await user.signIn()
    const { items } = await session.run('status', {
      paths: ['INBOX', 'Nowhere', 'Archive'],
      fields: ['messages'],
    })
    expect(items.map((one) => [one.path, one.messages])).toEqual([
      ['INBOX', 0],
      ['Nowhere', undefined],
      ['Archive', 1],
    ])
    const words = session.wire
      .text('server')
      .split('\r\n')
      .find((line) => / NO /.test(line))
    expect(items[1]?.error).toBe(words?.replace(/^\S+ /, ''))
    expect(items[1]?.error).toMatch(/^NO /)
  })

  it.each(HARD_NAMES)('counts the mailbox named %s', async (path) => {
    const user = server.user()
    await (await user.other()).mailboxCreate(path)
    await user.deliver(path, mail())
    const session = await user.signIn()
    const { items } = await session.run('status', { paths: [path], fields: ['messages'] })
    expect(items).toEqual([{ path, messages: 1 }])
  })

  it('leaves the selected mailbox selected', async () => {
    const session = await server.user().signIn()
    await session.run('select', { path: 'INBOX' })
    await session.run('status', { paths: ['Archive'] })
    await session.run('check', {})
  })

  it('tells HIGHESTMODSEQ where the server has CONDSTORE, and says unsupported where nothing else was asked', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const both = await session.run('status', { paths: ['INBOX'], fields: ['messages', 'highestModSeq'] })
    expect(both.items[0]?.messages).toBe(1)
    expect(both.items[0]?.highestModSeq !== undefined).toBe(server.has.condstore)
    const alone = { paths: ['INBOX'], fields: ['highestModSeq' as const] }
    if (server.has.condstore) {
      expect((await session.run('status', alone)).items[0]?.highestModSeq).toMatch(/^\d+$/)
    } else {
      session.wire.reset()
      expect((await session.refused('status', alone)).code).toBe('unsupported')
      expect(session.wire.commands()).toEqual([])
    }
  })

  it('lets what the user waits for go first', async () => {
    const user = server.user()
    const session = await user.signIn()
    const counting = session.run('status', { paths: Array.from({ length: 50 }, () => 'INBOX') })
    await session.run('noop', {})
    await counting
    const sent = session.wire.commands()
    expect(sent).toHaveLength(51)
    expect(sent.indexOf('NOOP')).toBeLessThan(25)
  })

  it('sends nothing when a name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'status', args: { paths: ['INBOX', 'Archive'] } })
  })
})
