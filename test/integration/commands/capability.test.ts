import { expect, it } from 'vitest'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('capability', (server) => {
  it('asks the server each time and answers its list', async () => {
    const session = await server.user().signIn()
    for (let round = 1; round <= 2; round++) {
      session.wire.reset()
      const { items, result } = await session.run('capability', {})
      expect(items).toEqual([])
      expect(session.wire.commands()).toEqual(['CAPABILITY'])
      const sent = /^\* CAPABILITY (.*)\r$/m.exec(session.wire.text('server'))?.[1]?.split(' ') ?? []
      expect([...result.capabilities].sort()).toEqual(sent.map((word) => word.toUpperCase()).sort())
    }
  })

  it('announces what this server is known for', async () => {
    const session = await server.user().signIn()
    const { capabilities } = (await session.run('capability', {})).result
    const has = (name: string) => capabilities.includes(name)
    expect({ IDLE: has('IDLE'), QUOTA: has('QUOTA'), CONDSTORE: has('CONDSTORE') }).toEqual({
      IDLE: server.has.idle,
      QUOTA: server.has.quota,
      CONDSTORE: server.has.condstore,
    })
    expect(has('IMAP4REV1')).toBe(true)
  })
})

describeEveryServer(
  'capability',
  (server) => {
    it('tells what the server has come to have since', async () => {
      const session = await server.user().signIn()
      expect((await session.run('capability', {})).result.capabilities).not.toContain('IDLE')
      server.demo.server.quirks.idle = true
      expect((await session.run('capability', {})).result.capabilities).toContain('IDLE')
    })
  },
  { servers: ['demo'] },
)
