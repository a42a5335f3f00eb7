import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('examine', (server) => {
  it('tells the state of the mailbox, read-only', async () => {
    const user = server.user()
    const [uid = 0] = await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const { items, result } = await session.run('examine', { path: 'INBOX' })
    expect(items).toEqual([])
    expect(session.wire.commands()).toEqual([
      server.has.condstore ? 'EXAMINE "INBOX" (CONDSTORE)' : 'EXAMINE "INBOX"',
    ])
    expect(result).toMatchObject({ path: 'INBOX', exists: 1, unseen: 1, uidNext: uid + 1, readOnly: true })
    expect(result.uidValidity).toBe((await user.ref('INBOX')).uidValidity)
    expect(result.permanentFlags).toEqual([])
  })

  it('lets nothing be changed', async () => {
    const user = server.user()
    await user.deliver('INBOX', { raw: mail(), flags: ['\\Deleted'] })
    const session = await user.signIn()
    await session.run('examine', { path: 'INBOX' })
    const mailbox = await user.ref('INBOX')
    const messages = { by: 'uid' as const, set: '1:*' }
    const change = { action: 'add' as const, flags: ['\\Seen'] }
    session.wire.reset()
    for (const error of [
      await session.refused('store', { mailbox, messages, change }),
      await session.refused('expunge', { mailbox }),
      await session.refused('move', { mailbox, messages, destination: 'Archive' }),
    ])
      expect(error.code).toBe('readOnly')
    // Dovecot would answer OK to a STORE that it ignores, so the server is not asked.
    expect(session.wire.commands()).toEqual([])
    // Reading is allowed and leaves no trace.
    const body = await session.download({ mailbox, uid: 1, sections: [{ kind: 'source' }] })
    expect(body.streams[0]?.toString()).toBe(mail())
    expect((await user.messages('INBOX')).map((one) => one.flags)).toEqual([['\\Deleted']])
  })

  it.each(HARD_NAMES)('opens the mailbox named %s', async (path) => {
    const user = server.user()
    await (await user.other()).mailboxCreate(path)
    const session = await user.signIn()
    expect((await session.run('examine', { path })).result.path).toBe(path)
  })

  it('says mailboxNotFound in the server\u2019s own words', async () => {
    const session = await server.user().signIn()
    const error = await session.refused('examine', { path: 'Nowhere' })
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
  })

  it('sends nothing when the name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'examine', args: { path: 'INBOX' } })
  })
})
