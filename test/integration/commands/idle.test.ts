import { expect, it } from 'vitest'
import { mail } from '../support/mail.ts'
import { describeEveryServer, type ServerUnderTest } from '../support/servers.ts'

/** Where the server itself has no IDLE, the demo's switch is thrown before signing in. */
function withIdle(server: ServerUnderTest): void {
  if (server.name === 'demo') server.demo.server.quirks.idle = true
}

describeEveryServer(
  'idle',
  (server) => {
    it('brings changes as events until it is cancelled; then the lane is free at once', async () => {
      withIdle(server)
      const user = server.user()
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      const stop = new AbortController()
      const idling = session.refused('idle', {}, { signal: stop.signal })
      await user.deliver('INBOX', mail())
      expect(await session.event('exists', (event) => event.exists === 1)).toMatchObject({ mailbox: 'INBOX' })
      stop.abort()
      expect((await idling).code).toBe('cancelled')
      await session.run('noop', {})
      const sent = session.wire.text('client')
      expect(sent).toMatch(/ IDLE\r\nDONE\r\n(?:\S+ NOOP\r\n)$/)
      // The same connection all along: nobody was asked for credentials.
      expect(session.events.filter((event) => event.type === 'credentials')).toEqual([])
    })

    it('ends by itself after the time it was given', async () => {
      withIdle(server)
      const session = await server.user().signIn()
      await session.run('select', { path: 'INBOX' })
      expect(await session.run('idle', { seconds: 1 })).toEqual({ items: [], result: {} })
      expect(session.wire.text('client')).toMatch(/ IDLE\r\nDONE\r\n$/)
    })

    it('says noMailboxSelected, and asks nothing of the server, without one', async () => {
      withIdle(server)
      const session = await server.user().signIn()
      expect((await session.refused('idle', { seconds: 1 })).code).toBe('noMailboxSelected')
      expect(session.wire.text('client')).toBe('')
    })
  },
  { servers: ['full', 'demo'] },
)

describeEveryServer(
  'idle, where the server has none',
  (server) => {
    it('says unsupported and sends nothing', async () => {
      const session = await server.user().signIn()
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      const error = await session.refused('idle', { seconds: 1 })
      expect(error).toMatchObject({ code: 'unsupported', message: '127.0.0.1 does not offer IDLE.' })
      expect(session.wire.text('client')).toBe('')
    })
  },
  { servers: ['outlook', 'demo'] },
)
