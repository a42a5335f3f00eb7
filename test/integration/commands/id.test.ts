import { expect, it } from 'vitest'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('id', (server) => {
  it('tells what the server says it is, and names the bridge alone', async () => {
    const session = await server.user().signIn()
    const { items, result } = await session.run('id', {})
    expect(items).toEqual([])
    expect(result.server['name']).toBe(
      server.name === 'demo' ? 'Microsoft.Exchange.Imap4.Imap4Server' : 'Dovecot',
    )
    expect(session.wire.commands()).toEqual(['ID ("name" "Ponte")'])
  })
})

describeEveryServer(
  'id, where the server has none',
  (server) => {
    it('says unsupported and sends nothing', async () => {
      const session = await server.user().signIn()
      const error = await session.refused('id', {})
      expect(error).toMatchObject({ code: 'unsupported', message: '127.0.0.1 does not offer ID.' })
      expect(session.wire.commands()).toEqual([])
    })
  },
  { hideCapabilities: ['ID'] },
)
