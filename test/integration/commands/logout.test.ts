import { expect, it } from 'vitest'
import { until } from '../../support/net.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('logout', (server) => {
  it('answers, takes leave of the server and closes the socket', async () => {
    const user = server.user()
    const session = await user.signIn()
    await session.run('select', { path: 'INBOX' })
    const closed = new Promise((resolve) => session.client.onClosed(resolve))
    expect(await session.run('logout', {})).toEqual({ items: [], result: {} })
    expect(await closed).toMatchObject({ end: 'closed' })
    await until('LOGOUT', () => session.wire.commands().includes('LOGOUT') || undefined)
    await until('the server\u2019s BYE', () => /^\* BYE /m.test(session.wire.text('server')) || undefined)
    await until('the bridge to forget the session', async () => {
      const health = (await (await fetch(`${server.bridge.origin}/healthz`)).json()) as { sessions: number }
      return health.sessions === 0 || undefined
    })
  })

  it('ends what still runs', async () => {
    const user = server.user()
    const session = await user.signIn()
    const paths = Array.from({ length: 2000 }, () => 'INBOX')
    const running = session.refused('status', { paths })
    await session.run('logout', {})
    expect((await running).code).toBe('connectionLost')
  })
})
