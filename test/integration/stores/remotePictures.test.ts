import { afterAll, beforeAll, expect, it } from 'vitest'
import { proxyRefs } from 'vue'
import { createSettings, SETTINGS_KEY } from '../../../web/stores/kit/settings.ts'
import { createRemotePictures } from '../../../web/stores/reading/remotePictures.ts'
import { dovecotProvider, startTestBridge, type TestBridge, type TestSession } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { ADA, startDemoImap, TOKEN } from '../../support/demoImap.ts'
import { memoryStorage } from '../../support/memoryStorage.ts'
import { pngOf, startPictureServer, type PictureServer } from '../../support/pictureServer.ts'

let demo: Awaited<ReturnType<typeof startDemoImap>>
let bridge: TestBridge
let session: TestSession
let pictures: PictureServer

beforeAll(async () => {
  const ca = makeCa()
  demo = await startDemoImap({ tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }) })
  pictures = await startPictureServer()
  bridge = await startTestBridge([dovecotProvider({ host: '127.0.0.1', imapPort: demo.server.port, ca })], {
    images: { trusted: [pictures.host] },
  })
  session = await bridge.connect()
  await session.client.call('authenticate', { provider: 'work', user: ADA, accessToken: TOKEN })
})
afterAll(async () => {
  await bridge?.stop()
  await pictures?.close()
  await demo?.close()
})

function open(storage = memoryStorage()) {
  const settings = proxyRefs(createSettings(storage))
  return proxyRefs(createRemotePictures({ session, settings, accountId: 'me' }))
}
const { signal } = new AbortController()

it('a remote picture comes through the bridge, as an address that the frame may load', async () => {
  const found = await open().fetch(`${pictures.origin}/30x20.png`, signal)
  if (!('address' in found)) throw new Error(found.reason)
  expect(found.address).toMatch(/^blob:/)
  const loaded = await fetch(found.address)
  expect(loaded.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await loaded.arrayBuffer()).equals(pngOf(30, 20))).toBe(true)
  expect(pictures.take()).toHaveLength(1)
})

it('why there is none is said', async () => {
  const store = open()
  expect(await store.fetch(`${pictures.origin}/nowhere`, signal)).toEqual({ reason: 'notFound' })
  expect(await store.fetch('http://127.0.0.1/', signal)).toEqual({ reason: 'notAllowed' })
  expect(await store.fetch(`${pictures.origin}/a.png`, AbortSignal.abort())).toEqual({ reason: 'cancelled' })
  session.close()
  expect(await store.fetch(`${pictures.origin}/a.png`, signal)).toEqual({ reason: 'offline' })
})

it('whose pictures are shown at once is stored for each account, and forgotten on wish', () => {
  const storage = memoryStorage()
  const store = open(storage)
  expect([store.rule, store.allowed]).toEqual(['allowed', []])
  store.allow('News@Shop.example')
  store.allow('news@shop.example')
  expect(store.allowed).toEqual(['news@shop.example'])
  expect(store.isAllowed('NEWS@shop.example')).toBe(true)
  expect(store.isAllowed('news@shop.example.evil.example')).toBe(false)
  expect(open(storage).allowed).toEqual(['news@shop.example'])
  expect(storage.getItem(SETTINGS_KEY)).toContain('"pictureSenders":{"me":["news@shop.example"]}')
  store.forget('news@shop.example')
  expect(open(storage).allowed).toEqual([])
})
