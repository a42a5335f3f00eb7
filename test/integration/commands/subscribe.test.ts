import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('subscribe', (server) => {
  it.each(['Projects', ...HARD_NAMES])('subscribes to the mailbox named %s', async (path) => {
    const user = server.user()
    const other = await user.other()
    await other.mailboxCreate(path)
    await other.mailboxUnsubscribe(path)
    const session = await user.signIn()
    expect(await session.run('subscribe', { path })).toEqual({ items: [], result: {} })
    expect((await user.paths()).subscribed).toContain(path)
    expect((await user.paths()).all).toContain(path)
    await session.event('mailboxes')
  })

  it('says mailboxNotFound in the server\u2019s own words', async () => {
    const session = await server.user().signIn()
    const error = await session.refused('subscribe', { path: 'Nowhere' })
    expect(session.wire.commands()).toEqual(['SUBSCRIBE "Nowhere"'])
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
  })

  it('sends nothing when the name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'subscribe', args: { path: 'Projects' } })
  })
})
