import { expect, it } from 'vitest'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('check', (server) => {
  it('runs CHECK in the selected mailbox', async () => {
    const session = await server.user().signIn()
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    expect(await session.run('check', {})).toEqual({ items: [], result: {} })
    expect(session.wire.commands()).toEqual(['CHECK'])
    expect(session.wire.lastTagged()).toMatch(/^OK /)
  })

  it('says noMailboxSelected, and asks nothing of the server, without one', async () => {
    const session = await server.user().signIn()
    expect((await session.refused('check', {})).code).toBe('noMailboxSelected')
    expect(session.wire.commands()).toEqual([])
  })
})
