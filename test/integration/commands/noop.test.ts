import { expect, it } from 'vitest'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('noop', (server) => {
  it('lets the server tell what changed; it comes as events before the answer', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const { uidValidity } = (await session.run('select', { path: 'INBOX' })).result
    await user.deliver('INBOX', mail())
    session.wire.reset()
    expect(await session.run('noop', {})).toEqual({ items: [], result: {} })
    expect(session.wire.commands()).toEqual(['NOOP'])
    expect(session.events).toContainEqual({ type: 'exists', mailbox: 'INBOX', uidValidity, exists: 2 })
  })

  it('needs no mailbox', async () => {
    const session = await server.user().signIn()
    await session.run('noop', {})
    expect(session.wire.commands()).toEqual(['NOOP'])
    expect(session.events.filter((event) => event.type !== 'polling')).toEqual([])
  })
})
