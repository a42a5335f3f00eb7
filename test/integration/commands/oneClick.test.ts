import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Outside } from '../../../bridge/fetch/guard.ts'
import { startOutsideServer, type OutsideServer } from '../../support/outsideServer.ts'
import { describeEveryServer } from '../support/servers.ts'

/** Filled once the server listens; the bridge reads it at each request. */
const outside: { -readonly [Key in keyof Outside]: Outside[Key] } = {}
let shop: OutsideServer

beforeAll(async () => {
  shop = await startOutsideServer()
  Object.assign(outside, shop.outside)
})
afterAll(() => shop.stop())

describeEveryServer(
  'oneClick',
  (server) => {
    it('posts the one form of RFC 8058, says nothing of who reads, and asks nothing of the mail server', async () => {
      const session = await server.user().signIn()
      const { items, result } = await session.run('oneClick', { url: `${shop.url}/leave?u=7&l=news` })
      expect(items).toEqual([])
      expect(result).toEqual({ outcome: 'done', status: 200 })
      const posted = shop.requests.at(-1)
      expect(posted).toMatchObject({
        method: 'POST',
        path: '/leave?u=7&l=news',
        body: 'List-Unsubscribe=One-Click',
      })
      expect(Object.keys(posted?.headers ?? {}).sort()).toEqual([
        'connection',
        'content-length',
        'content-type',
        'host',
      ])
      expect(session.wire.commands()).toEqual([])
    })

    it('follows no redirect, and tells what the server said', async () => {
      shop.answers.set('/moved', { status: 302, headers: { location: `${shop.url}/elsewhere` } })
      shop.answers.set('/gone', { status: 410 })
      const session = await server.user().signIn()
      for (const [path, status] of [
        ['/moved', 302],
        ['/gone', 410],
      ] as const) {
        const { result } = await session.run('oneClick', { url: shop.url + path })
        expect(result).toEqual({ outcome: 'refused', status })
      }
      expect(shop.requests.map(({ path }) => path)).not.toContain('/elsewhere')
    })

    it('says that nobody answered: a connection cut, a port without a server', async () => {
      shop.answers.set('/cut', 'cut')
      const session = await server.user().signIn()
      expect((await session.run('oneClick', { url: `${shop.url}/cut` })).result).toEqual({
        outcome: 'unreachable',
      })
      const other = await startOutsideServer()
      await other.stop()
      outside.trusted = [...(shop.outside.trusted ?? []), new URL(other.url).host]
      expect((await session.run('oneClick', { url: other.url })).result).toEqual({ outcome: 'unreachable' })
    })

    it('trusts no certificate that its authorities do not know', async () => {
      const stranger = await startOutsideServer()
      outside.trusted = [...(shop.outside.trusted ?? []), new URL(stranger.url).host]
      const session = await server.user().signIn()
      expect((await session.run('oneClick', { url: stranger.url })).result).toEqual({
        outcome: 'unreachable',
      })
      expect(stranger.requests).toEqual([])
      await stranger.stop()
    })

    it('sends nothing into a private network, by name or by address, nor to other ports', async () => {
      const session = await server.user().signIn()
      const before = shop.requests.length
      outside.trusted = []
      const { port } = new URL(shop.url)
      for (const host of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
        expect((await session.run('oneClick', { url: `https://${host}:${port}/` })).result, host).toEqual({
          outcome: 'forbidden',
        })
      outside.trusted = ['localhost:443']
      expect((await session.run('oneClick', { url: `${shop.url}/` })).result).toEqual({
        outcome: 'forbidden',
      })
      outside.trusted = shop.outside.trusted
      expect(shop.requests.length).toBe(before)
    })

    it.each(['http://localhost/', 'https://user@localhost/', 'https://a b/', 'file:///etc/passwd', ''])(
      'refuses the link "%s"',
      async (url) => {
        const session = await server.user().signIn()
        expect(await session.refused('oneClick', { url })).toMatchObject({ code: 'invalidArguments' })
      },
    )

    it('is no way to flood a server', async () => {
      const session = await server.user().signIn()
      for (let turn = 0; turn < 20; turn++) await session.run('oneClick', { url: `${shop.url}/again` })
      const before = shop.requests.length
      expect(await session.refused('oneClick', { url: `${shop.url}/again` })).toMatchObject({
        code: 'tooManyCalls',
      })
      expect(shop.requests.length).toBe(before)
    })
  },
  { servers: ['demo'], outside },
)
