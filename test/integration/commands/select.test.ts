import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('select', (server) => {
  it('tells the state of the mailbox in one round trip', async () => {
    const user = server.user()
    const uids = await user.deliver('INBOX', { raw: mail(), flags: ['\\Seen'] }, mail(), mail())
    const session = await user.signIn()
    const { items, result } = await session.run('select', { path: 'INBOX' })
    expect(items).toEqual([])
    expect(session.wire.roundTrips()).toHaveLength(1)
    expect(result).toMatchObject({
      path: 'INBOX',
      exists: 3,
      unseen: 2,
      uidNext: (uids[2] ?? 0) + 1,
      uidValidity: (await user.ref('INBOX')).uidValidity,
      readOnly: false,
    })
    expect(result.flags).toEqual(expect.arrayContaining(['\\Answered', '\\Deleted', '\\Flagged', '\\Seen']))
    expect(result.permanentFlags?.includes('\\*')).toBe(server.has.keywords)
    expect(result.permanentFlags).toEqual(expect.arrayContaining(['\\Seen', '\\Deleted']))
    expect(result.highestModSeq !== undefined).toBe(server.has.condstore)
  })

  it('tells of an empty mailbox', async () => {
    const session = await server.user().signIn()
    const { result } = await session.run('select', { path: 'Drafts' })
    expect(result).toMatchObject({ exists: 0, uidNext: 1 })
    expect(result.unseen).toBeUndefined()
  })

  it('knows INBOX in any case', async () => {
    const session = await server.user().signIn()
    expect((await session.run('select', { path: 'iNbOx' })).result.path).toBe('INBOX')
  })

  it.each(HARD_NAMES)('opens the mailbox named %s', async (path) => {
    const user = server.user()
    await (await user.other()).mailboxCreate(path)
    await user.deliver(path, mail())
    const session = await user.signIn()
    const { result } = await session.run('select', { path })
    expect(result).toMatchObject({ path, exists: 1 })
  })

  it('changes nothing: what is recent or unseen stays so for the next', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    await session.run('select', { path: 'INBOX' })
    await session.run('select', { path: 'Drafts' })
    expect((await user.messages('INBOX'))[0]?.flags).toEqual([])
  })

  it('says mailboxNotFound in the server\u2019s own words, and nothing is selected then', async () => {
    const session = await server.user().signIn()
    await session.run('select', { path: 'INBOX' })
    const error = await session.refused('select', { path: 'Nowhere & <b>' })
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
    expect((await session.refused('check', {})).code).toBe('noMailboxSelected')
  })

  it('keeps the server\u2019s words readable when they are not ASCII', async () => {
    const session = await server.user().signIn()
    const error = await session.refused('select', { path: '\u65e5\u672c\u8a9e' })
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
    expect(error.server).not.toContain('\ufffd')
  })

  it('sends nothing when the name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'select', args: { path: 'INBOX' } })
  })
})
