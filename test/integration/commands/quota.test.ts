import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer(
  'quota',
  (server) => {
    it('tells how full the store is', async () => {
      const user = server.user()
      const session = await user.signIn()
      const used = async (path: string): Promise<number> => {
        const { items, result } = await session.run('quota', { path })
        expect(items).toEqual([])
        expect(result.roots.map((one) => one.root)).toEqual(['User quota'])
        const [storage] = result.roots[0]?.resources ?? []
        expect(storage).toMatchObject({ name: 'STORAGE', limit: 1024 * 1024 })
        return storage?.usage ?? Number.NaN
      }
      expect(await used('INBOX')).toBe(0)
      await user.deliver('INBOX', mail({ body: `${'x'.repeat(70)}\r\n`.repeat(3000) }))
      const now = await used('INBOX')
      expect(now).toBeGreaterThan(200)
      expect(now).toBeLessThan(230)
      expect(session.wire.commands()).toEqual(['GETQUOTAROOT "INBOX"', 'GETQUOTAROOT "INBOX"'])
    })

    it.each(HARD_NAMES)('asks for the mailbox named %s', async (path) => {
      const user = server.user()
      await (await user.other()).mailboxCreate(path)
      const session = await user.signIn()
      expect((await session.run('quota', { path })).result.roots).toHaveLength(1)
    })

    it('sends nothing when the name holds a line break', async () => {
      const session = await server.user().signIn()
      await refusesLineBreaks(session, { name: 'quota', args: { path: 'INBOX' } })
    })
  },
  { servers: ['full'] },
)

describeEveryServer(
  'quota, where the server has none',
  (server) => {
    it('says unsupported and sends nothing', async () => {
      const session = await server.user().signIn()
      const error = await session.refused('quota', { path: 'INBOX' })
      expect(error).toMatchObject({ code: 'unsupported', message: '127.0.0.1 does not offer QUOTA.' })
      expect(session.wire.commands()).toEqual([])
    })
  },
  { servers: ['outlook', 'demo'] },
)
