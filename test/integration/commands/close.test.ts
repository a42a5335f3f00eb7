import { expect, it } from 'vitest'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('close', (server) => {
  it('expunges what is marked deleted, without a word, and leaves the mailbox', async () => {
    const user = server.user()
    const [, kept] = await user.deliver(
      'INBOX',
      { raw: mail({ subject: 'gone' }), flags: ['\\Deleted'] },
      { raw: mail({ subject: 'kept' }), flags: ['\\Seen'] },
    )
    const session = await user.signIn()
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    expect(await session.run('close', {})).toEqual({ items: [], result: {} })
    expect(session.wire.commands()).toEqual(['CLOSE'])
    expect((await user.messages('INBOX')).map((one) => one.uid)).toEqual([kept])
    expect(session.events.filter((event) => event.type === 'expunge')).toEqual([])
    // Nothing is selected any more: not by the bridge's account, nor by the server's.
    expect((await session.refused('check', {})).code).toBe('noMailboxSelected')
  })

  it('leaves a mailbox that was examined as it was', async () => {
    const user = server.user()
    await user.deliver('INBOX', { raw: mail(), flags: ['\\Deleted'] })
    const session = await user.signIn()
    await session.run('examine', { path: 'INBOX' })
    await session.run('close', {})
    expect(await user.messages('INBOX')).toHaveLength(1)
  })

  it('expunges the watched mailbox although the lane was at work elsewhere', async () => {
    const user = server.user()
    await user.deliver('INBOX', { raw: mail(), flags: ['\\Deleted'] })
    await user.deliver('Archive', { raw: mail(), flags: ['\\Deleted'] })
    const session = await user.signIn()
    await session.run('select', { path: 'INBOX' })
    await session.run('search', { mailbox: await user.ref('Archive'), criteria: { key: 'all' } })
    await session.run('close', {})
    expect(await user.messages('INBOX')).toHaveLength(0)
    expect(await user.messages('Archive')).toHaveLength(1)
  })

  it('says noMailboxSelected, and asks nothing of the server, without one', async () => {
    const session = await server.user().signIn()
    expect((await session.refused('close', {})).code).toBe('noMailboxSelected')
    expect(session.wire.commands()).toEqual([])
  })
})
