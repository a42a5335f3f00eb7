import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('unsubscribe', (server) => {
  it.each(['Projects', ...HARD_NAMES])('unsubscribes from the mailbox named %s', async (path) => {
    const user = server.user()
    const other = await user.other()
    await other.mailboxCreate(path)
    await other.mailboxSubscribe(path)
    const session = await user.signIn()
    expect(await session.run('unsubscribe', { path })).toEqual({ items: [], result: {} })
    expect((await user.paths()).subscribed).not.toContain(path)
    expect((await user.paths()).all).toContain(path)
    await session.event('mailboxes')
  })

  it('lets go of a mailbox that is no more', async () => {
    const user = server.user()
    const other = await user.other()
    await other.mailboxCreate('Gone')
    await other.mailboxSubscribe('Gone')
    await other.mailboxDelete('Gone')
    const session = await user.signIn()
    // The demo, like Outlook, forgets the subscription with the mailbox and refuses; Dovecot keeps it until told.
    const outcome = await session.run('unsubscribe', { path: 'Gone' }).catch((error: unknown) => error)
    if (server.name === 'demo') expect(outcome).toMatchObject({ server: session.wire.lastTagged() })
    else expect(outcome).toEqual({ items: [], result: {} })
    expect((await session.run('lsub', {})).items.map((one) => one.path)).not.toContain('Gone')
  })

  it('sends nothing when the name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'unsubscribe', args: { path: 'Projects' } })
  })
})
