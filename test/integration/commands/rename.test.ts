import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('rename', (server) => {
  it('gives the mailbox another name, its mail and what is inside with it', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Old', 'Old/inside']) await other.mailboxCreate(path)
    await user.deliver('Old', mail({ subject: 'kept' }))
    const session = await user.signIn()
    expect(await session.run('rename', { from: 'Old', to: 'New' })).toEqual({ items: [], result: {} })
    expect(session.wire.commands()).toEqual(['RENAME "Old" "New"'])
    const { all } = await user.paths()
    expect(all).toEqual(expect.arrayContaining(['New', 'New/inside']))
    expect(all).not.toContain('Old')
    expect((await user.messages('New'))[0]?.raw.toString()).toContain('Subject: kept')
    await session.event('mailboxes')
  })

  it.each(HARD_NAMES)('from and to the name %s', async (name) => {
    const user = server.user()
    await (await user.other()).mailboxCreate('Plain')
    const session = await user.signIn()
    await session.run('rename', { from: 'Plain', to: name })
    expect((await user.paths()).all).toContain(name)
    await session.run('rename', { from: name, to: 'Plain again' })
    expect((await user.paths()).all).toContain('Plain again')
  })

  it('renames the mailbox that is selected, and the session goes on', async () => {
    const user = server.user()
    await (await user.other()).mailboxCreate('Old')
    await user.deliver('Old', { raw: mail(), flags: ['\\Deleted'] })
    const session = await user.signIn()
    await session.run('select', { path: 'Old' })
    await session.run('rename', { from: 'Old', to: 'New' })
    expect((await session.run('select', { path: 'New' })).result.exists).toBe(1)
  })

  it('moves the mailbox that is selected along with its parent; its old name is not answered for', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Old', 'Old/inside']) await other.mailboxCreate(path)
    await user.deliver('Old/inside', mail())
    const session = await user.signIn()
    const { uidValidity } = (await session.run('select', { path: 'Old/inside' })).result
    await session.run('rename', { from: 'Old', to: 'New' })
    const gone = { path: 'Old/inside', uidValidity: uidValidity ?? '' }
    const error = await session.refused('search', { mailbox: gone, criteria: { key: 'all' } })
    expect(error.code).toBe('mailboxNotFound')
    expect((await session.run('select', { path: 'New/inside' })).result.exists).toBe(1)
  })

  it('says mailboxNotFound in the server\u2019s own words', async () => {
    const session = await server.user().signIn()
    const error = await session.refused('rename', { from: 'Nowhere', to: 'Somewhere' })
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
    expect(session.events.filter((event) => event.type === 'mailboxes')).toEqual([])
  })

  it('says mailboxExists in the server\u2019s own words, and keeps watching the mailbox', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['One', 'Two']) await other.mailboxCreate(path)
    const session = await user.signIn()
    await session.run('select', { path: 'One' })
    const error = await session.refused('rename', { from: 'One', to: 'Two' })
    expect(error.code).toBe('mailboxExists')
    expect(error.server).toMatch(/^NO .*exists/)
    expect((await user.paths()).all).toEqual(expect.arrayContaining(['One', 'Two']))
    await user.deliver('One', mail())
    await session.run('noop', {})
    expect(await session.event('exists')).toMatchObject({ mailbox: 'One', exists: 1 })
  })

  it('sends nothing when a name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'rename', args: { from: 'Old', to: 'New' } })
  })
})
