import { expect, it } from 'vitest'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('namespace', (server) => {
  it('tells where the user\u2019s own mailboxes are', async () => {
    const session = await server.user().signIn()
    const { items, result } = await session.run('namespace', {})
    expect(items).toEqual([])
    expect(session.wire.commands()).toEqual(['NAMESPACE'])
    expect(result).toEqual({ personal: [{ prefix: '', delimiter: '/' }], others: [], shared: [] })
  })
})

describeEveryServer(
  'namespace, where the server has none',
  (server) => {
    it('says unsupported and sends nothing', async () => {
      const session = await server.user().signIn()
      expect((await session.refused('namespace', {})).code).toBe('unsupported')
      expect(session.wire.commands()).toEqual([])
    })
  },
  { hideCapabilities: ['NAMESPACE'] },
)
