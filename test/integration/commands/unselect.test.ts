import { expect, it } from 'vitest'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('unselect', (server) => {
  it('leaves the mailbox and expunges nothing', async () => {
    const user = server.user()
    await user.deliver('INBOX', { raw: mail(), flags: ['\\Deleted'] })
    const session = await user.signIn()
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    expect(await session.run('unselect', {})).toEqual({ items: [], result: {} })
    expect(session.wire.commands()).toEqual(['UNSELECT'])
    expect(await user.messages('INBOX')).toHaveLength(1)
    expect((await session.refused('check', {})).code).toBe('noMailboxSelected')
    // What happens in it from now on is told no more.
    await user.deliver('INBOX', mail())
    await session.run('noop', {})
    expect(session.events.filter((event) => event.type !== 'polling')).toEqual([])
  })

  it('says noMailboxSelected, and asks nothing of the server, without one', async () => {
    const session = await server.user().signIn()
    expect((await session.refused('unselect', {})).code).toBe('noMailboxSelected')
    expect(session.wire.commands()).toEqual([])
  })
})

describeEveryServer(
  'unselect, where the server has none',
  (server) => {
    it('says unsupported and sends nothing', async () => {
      const session = await server.user().signIn()
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      expect((await session.refused('unselect', {})).code).toBe('unsupported')
      expect(session.wire.commands()).toEqual([])
      await session.run('check', {})
    })

    it('still deletes and renames the selected mailbox, without expunging it on the way', async () => {
      const user = server.user()
      await (await user.other()).mailboxCreate('Old')
      await user.deliver('Old', { raw: mail(), flags: ['\\Deleted'] })
      const session = await user.signIn()
      await session.run('select', { path: 'Old' })
      await session.run('rename', { from: 'Old', to: 'New' })
      expect(await user.messages('New')).toHaveLength(1)
      await session.run('select', { path: 'New' })
      await session.run('delete', { path: 'New' })
      expect((await user.paths()).all).not.toContain('New')
    })
  },
  { hideCapabilities: ['UNSELECT'] },
)
