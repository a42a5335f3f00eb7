import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('delete', (server) => {
  it('takes the mailbox and its mail away, and tells the page that the list changed', async () => {
    const user = server.user()
    const other = await user.other()
    await other.mailboxCreate('Old')
    await other.mailboxCreate('Older')
    await user.deliver('Old', mail())
    const session = await user.signIn()
    expect(await session.run('delete', { path: 'Old' })).toEqual({ items: [], result: {} })
    expect(session.wire.commands()).toEqual(['DELETE "Old"'])
    expect((await user.paths()).all).not.toContain('Old')
    expect((await user.paths()).all).toContain('Older')
    await session.event('mailboxes')
  })

  it.each(HARD_NAMES)('takes away the mailbox named %s', async (path) => {
    const user = server.user()
    await (await user.other()).mailboxCreate(path)
    const session = await user.signIn()
    await session.run('delete', { path })
    expect((await user.paths()).all).not.toContain(path)
  })

  it('takes away the mailbox that is selected, and the session goes on', async () => {
    const user = server.user()
    await (await user.other()).mailboxCreate('Old')
    await user.deliver('Old', mail(), { raw: mail(), flags: ['\\Deleted'] })
    const session = await user.signIn()
    await session.run('select', { path: 'Old' })
    await session.run('delete', { path: 'Old' })
    expect((await user.paths()).all).not.toContain('Old')
    expect((await session.refused('check', {})).code).toBe('noMailboxSelected')
    await session.run('select', { path: 'INBOX' })
    await session.run('check', {})
  })

  it('says mailboxNotFound in the server\u2019s own words', async () => {
    const session = await server.user().signIn()
    const error = await session.refused('delete', { path: 'Nowhere' })
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
    expect(session.events.filter((event) => event.type === 'mailboxes')).toEqual([])
  })

  it('keeps watching the selected mailbox when the server refuses to delete it', async () => {
    const user = server.user()
    const session = await user.signIn()
    await session.run('select', { path: 'INBOX' })
    const error = await session.refused('delete', { path: 'INBOX' })
    expect(error.server).toMatch(/^NO /)
    await user.deliver('INBOX', mail())
    await session.run('noop', {})
    expect(await session.event('exists')).toMatchObject({ mailbox: 'INBOX', exists: 1 })
  })

  it('sends nothing when the name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'delete', args: { path: 'Old' } })
  })
})
