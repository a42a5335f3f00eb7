import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { until } from '../../support/net.ts'
import { startFaultProxy, type FaultProxy } from '../../support/faultProxy.ts'

/** What a review found: a lane that came back in silence, and lanes that outlived their connection. */
describe('a lane that goes away and comes back', () => {
  let dovecot: Dovecot
  let proxy: FaultProxy
  let bridge: TestBridge
  let user: string

  beforeAll(async () => {
    dovecot = await startDovecot({ profile: 'full' })
    user = dovecot.user(1)
    proxy = await startFaultProxy({ to: { host: dovecot.host, port: dovecot.imapPort } })
    bridge = await startTestBridge([dovecotProvider(dovecot, { kind: 'password', imapPort: proxy.port })])
    const letter = (subject: string) => `Subject: ${subject}\r\n\r\n${subject}\r\n`
    dovecot.append(user, 'INBOX', letter('one'), letter('two'), letter('three'))
    dovecot.append(user, 'Archive', letter('old'))
  })
  afterAll(async () => {
    await bridge.stop()
    await proxy.stop()
    await dovecot.stop()
  })

  async function signedIn() {
    const session = await bridge.connect()
    const signIn = () => session.client.call('login', { provider: 'work', user, password: dovecot.password })
    await signIn()
    const archive = await session.client.call('examine', { path: 'Archive' })
    const inbox = await session.client.call('select', { path: 'INBOX' })
    return {
      session,
      signIn,
      inbox: { path: 'INBOX', uidValidity: inbox.uidValidity },
      archive: { path: 'Archive', uidValidity: archive.uidValidity },
    }
  }

  it('C8: tells the page before the first work there, and refuses sequence numbers from before', async () => {
    const { session, inbox, archive } = await signedIn()
    const flag = (by: 'uid' | 'sequence', set: string) =>
      session.client.call('store', {
        mailbox: inbox,
        messages: { by, set },
        change: { action: 'add', flags: ['\\Flagged'] },
      })
    await session.client.call('fetch', { mailbox: archive, messages: { by: 'sequence', set: '1' } })
    dovecot.doveadm('expunge', '-u', user, 'mailbox', 'INBOX', 'uid', '1')
    await expect(flag('sequence', '2')).rejects.toMatchObject({ code: 'sequenceChanged' })
    expect(session.events).toContainEqual(
      expect.objectContaining({ type: 'resync', mailbox: 'INBOX', exists: 2 }),
    )
    await flag('uid', '2')
    const flagged = dovecot.doveadm('search', '-u', user, 'mailbox', 'INBOX', 'flagged').trim().split('\n')
    expect(flagged.map((line) => line.split(' ')[1])).toEqual(['2'])
    session.close()
  })

  it.each(['idle', 'append'] as const)(
    'gives %s up with its connection, so that signing in again goes on',
    async (what) => {
      const { session, signIn, inbox } = await signedIn()
      const before = proxy.up
      const running =
        what === 'idle'
          ? session.client.call('idle', {})
          : // An upload that never comes: the client has nothing for stream 0.
            session.client.call(
              'append',
              { path: 'Archive', message: { kind: 'upload', size: 1_000 } },
              { uploads: new Map() },
            )
      const ended = running.catch((error: unknown) => error)
      await until('the command to be on its way', () => proxy.up > before || undefined)
      proxy.drop({ reset: true })
      expect(await ended).toMatchObject({ code: 'connectionLost' })
      await session.event('credentials', (event) => event.lane === 'main')
      await signIn()
      await session.client.call('fetch', { mailbox: inbox, messages: { by: 'uid', set: '2' } })
      session.close()
    },
  )

  it('opens one connection at a time for a lane', async () => {
    const { session, signIn } = await signedIn()
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, signIn))
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    session.close()
  })
})
