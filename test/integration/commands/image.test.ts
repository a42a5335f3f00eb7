import { createServer as createTcpServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MAX_IMAGE_BYTES, MAX_IMAGES_AT_ONCE, MAX_IMAGE_REDIRECTS } from '../../../bridge/limits.ts'
import type { Resolve } from '../../../bridge/fetch/guard.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { ADA, startDemoImap, TOKEN } from '../../support/demoImap.ts'
import { listenOnLoopback } from '../../support/net.ts'
import { pngOf, startPictureServer, type PictureServer } from '../../support/pictureServer.ts'
import { proved, type ProvedSession } from '../support/session.ts'
import type { Wire } from '../support/wire.ts'

let pictures: PictureServer
let demo: Awaited<ReturnType<typeof startDemoImap>>
let session: ProvedSession
const ca = makeCa()
const bridges: TestBridge[] = []
/** Answers that wait until they are let go. */
const held: (() => void)[] = []

beforeAll(async () => {
  demo = await startDemoImap({ tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }) })
  pictures = await startPictureServer({
    '/page.html': (response) => void response.end('<!doctype html><p>no picture'),
    '/vector.svg': (response) =>
      void response
        .setHeader('content-type', 'image/png')
        .end('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    '/announced': (response) =>
      void response.writeHead(200, { 'content-length': MAX_IMAGE_BYTES + 1 }).write(pngOf(1, 1)),
    '/endless': (response) => {
      response.write(pngOf(1, 1))
      const piece = Buffer.alloc(256 * 1024)
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
      }
      response.on('drain', more)
      more()
    },
    '/cut': (response) => {
      response.writeHead(200, { 'content-length': 1_000 })
      response.write(pngOf(1, 1), () => response.destroy())
    },
    '/begun.png': (response) => void response.write(pngOf(1, 1)),
    '/held.png': (response) => void held.push(() => response.end(pngOf(1, 1))),
  })
  session = await signedIn({ trusted: [pictures.host] })
})
afterEach(() => {
  pictures.take()
})
afterAll(async () => {
  for (const bridge of bridges) await bridge.stop()
  await pictures?.close()
  await demo?.close()
})

async function signedIn(
  images: { trusted?: string[]; resolve?: Resolve; timeoutMs?: number },
  config: { images?: 'off' } = {},
): Promise<ProvedSession> {
  const bridge = await startTestBridge(
    [dovecotProvider({ host: '127.0.0.1', imapPort: demo.server.port, ca })],
    { images, config },
  )
  bridges.push(bridge)
  const opened = proved(await bridge.connect(), undefined as unknown as Wire)
  await opened.run('authenticate', { provider: 'work', user: ADA, accessToken: TOKEN })
  return opened
}

async function fetched(
  url: string,
  by = session,
): Promise<{ result: unknown; bytes: Buffer; ended: number }> {
  const pieces: Uint8Array[] = []
  let ended = 0
  const { result } = await by.run(
    'image',
    { url },
    {
      onBytes(stream, bytes, last) {
        expect(stream).toBe(0)
        pieces.push(bytes.slice())
        if (last) ended++
      },
    },
  )
  return { result, bytes: Buffer.concat(pieces), ended }
}

describe('image', () => {
  it('brings a picture as bytes, and tells its host nothing of who reads', async () => {
    const { result, bytes, ended } = await fetched(`${pictures.origin}/120x40.png?id=1#x`)
    expect(result).toEqual({ outcome: 'picture', type: 'image/png', size: bytes.length })
    expect([bytes.equals(pngOf(120, 40)), ended]).toEqual([true, 1])
    const [first, ...more] = pictures.take()
    expect(more).toEqual([])
    expect(first?.path).toBe('/120x40.png?id=1')
    expect(Object.keys(first?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
    expect(first?.headers['user-agent']).toBe('Mozilla/5.0 (compatible)')
  })

  it('keeps no cookie, and follows a redirect', async () => {
    await fetched(`${pictures.origin}/a.png`)
    const { result } = await fetched(`${pictures.origin}/to?/b.png`)
    expect(result).toMatchObject({ outcome: 'picture' })
    const asked = pictures.take()
    expect(asked.map(({ path }) => path)).toEqual(['/a.png', '/to?/b.png', '/b.png'])
    expect(asked.filter(({ headers }) => headers.cookie ?? headers.referer)).toEqual([])
  })

  it.each([
    ['/page.html', 'notPicture'],
    ['/vector.svg', 'notPicture'],
    ['/nowhere', 'notFound'],
    ['/announced', 'tooLarge'],
    ['/endless', 'tooLarge'],
    ['/cut', 'unreachable'],
    ['/to?http://127.0.0.1:1/', 'notAllowed'],
    ['/to?http://127.0.0.1/a.png', 'notAllowed'],
    ['/to?http://[::1]/a.png', 'notAllowed'],
    ['/to?file:///etc/passwd', 'notAllowed'],
    ['/to?data:image/png;base64,AA==', 'notAllowed'],
    ['/to?http://u:p@127.0.0.1/', 'notAllowed'],
    ['/to?http://', 'notAllowed'],
  ])('%s is none: %s', async (path, reason) => {
    const { result, ended } = await fetched(pictures.origin + path)
    expect([result, ended]).toEqual([{ outcome: 'none', reason }, 1])
    expect(pictures.take()).toHaveLength(1)
  })

  it('follows a few redirects only', async () => {
    let url = '/a.png'
    for (let hops = 0; hops < MAX_IMAGE_REDIRECTS; hops++) url = `/to?${encodeURIComponent(url)}`
    expect(await fetched(pictures.origin + url)).toMatchObject({ result: { outcome: 'picture' } })
    url = `/to?${encodeURIComponent(url)}`
    expect(await fetched(pictures.origin + url)).toMatchObject({ result: { reason: 'notFound' } })
    expect(pictures.take()).toHaveLength(2 * (MAX_IMAGE_REDIRECTS + 1))
  })

  it('fetches a few at once, the others after them, and none that was cancelled', async () => {
    const urls = Array.from(
      { length: MAX_IMAGES_AT_ONCE + 3 },
      (_, at) => `${pictures.origin}/held.png?${at}`,
    )
    const cancel = new AbortController()
    const calls = urls.map((url, at) =>
      session.client.call('image', { url }, at === urls.length - 1 ? { signal: cancel.signal } : {}),
    )
    await expect.poll(() => held.length).toBe(MAX_IMAGES_AT_ONCE)
    // An answer behind all of them: the bridge has taken the calls, and begun no more.
    await session.run('noop', {})
    expect(held).toHaveLength(MAX_IMAGES_AT_ONCE)
    cancel.abort()
    await expect(calls.at(-1)).rejects.toMatchObject({ code: 'cancelled' })
    for (const release of held.splice(0)) release()
    await expect.poll(() => held.length).toBe(2)
    for (const release of held.splice(0)) release()
    for (const call of calls.slice(0, -1)) expect(await call).toMatchObject({ outcome: 'picture' })
    expect(pictures.take()).toHaveLength(urls.length - 1)
  })

  it.each(['/held.png', '/begun.png'])('%s that does not end is given up', async (path) => {
    const hasty = await signedIn({ trusted: [pictures.host], timeoutMs: 50 })
    const { result, ended } = await fetched(pictures.origin + path, hasty)
    expect([result, ended]).toEqual([{ outcome: 'none', reason: 'timeout' }, 1])
    held.length = 0
  })

  it('is for those who are signed in', async () => {
    const bridge = bridges[0] as TestBridge
    const stranger = proved(await bridge.connect(), undefined as unknown as Wire)
    const error = await stranger.refused('image', { url: `${pictures.origin}/a.png` })
    expect(error.code).toBe('notSignedIn')
    expect(pictures.take()).toEqual([])
  })

  it('fetches nothing where the host has switched it off, and the page is told so', async () => {
    const off = await signedIn({ trusted: [pictures.host] }, { images: 'off' })
    expect(await fetched(`${pictures.origin}/a.png`, off)).toMatchObject({ result: { reason: 'off' } })
    expect(pictures.take()).toEqual([])
    const config = async (bridge: TestBridge | undefined): Promise<unknown> =>
      ((await (await fetch(`${bridge?.origin}/config.json`)).json()) as { providers: object[] }).providers[0]
    expect(await config(bridges.at(-1))).toMatchObject({ images: 'off' })
    expect(await config(bridges[0])).not.toHaveProperty('images')
  })
})

/** Local and private addresses in the spellings that got past others (threat 30). */
const SPELLINGS = [
  'http://localhost/',
  'http://localhost./',
  'http://LOCALHOST/',
  'http://a.localhost/',
  'http://printer/',
  'http://router.lan./',
  'http://127.0.0.1/',
  'https://127.0.0.1/',
  'http://127.1/',
  'http://127.255.255.254/',
  'http://0x7f.0.0.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0177.0.0.01/',
  'http://0/',
  'http://0.0.0.0/',
  'http://１２７.０.０.１/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'http://[fd00:ec2::254]/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[ff02::1]/',
  'http://1.1.1.1:22/',
  'http://1.1.1.1:8080/',
  'ftp://1.1.1.1/',
  'gopher://1.1.1.1/',
  'http://user:secret@1.1.1.1/',
  'javascript:alert(1)',
  '//1.1.1.1/a.png',
]

describe('image goes nowhere but out', () => {
  it.each(SPELLINGS)('%s', async (url) => {
    expect(await fetched(url)).toMatchObject({ result: { outcome: 'none', reason: 'notAllowed' } })
  })

  it('a name that leads inside, in part or the second time it is asked for, is refused before anything connects', async () => {
    const connections: unknown[] = []
    const inside = createTcpServer((socket) => {
      connections.push(socket)
      socket.destroy()
    })
    const { port, close } = await listenOnLoopback(inside)
    const asked: string[] = []
    const resolve: Resolve = (name) => {
      asked.push(name)
      const local = { address: '127.0.0.1', family: 4 }
      const remote = { address: '192.203.230.10', family: 4 }
      return Promise.resolve(
        name === 'mixed.example' ? [remote, local] : name === 'none.example' ? [] : [local],
      )
    }
    const careful = await signedIn({ trusted: [], resolve })
    for (const url of ['http://inside.example/', 'https://mixed.example/', `http://inside.example:${port}/`])
      expect(await fetched(url, careful)).toMatchObject({ result: { reason: 'notAllowed' } })
    expect(await fetched('http://none.example/', careful)).toMatchObject({
      result: { reason: 'unreachable' },
    })
    expect(connections).toEqual([])
    // Once each, and never for the port that is refused at once.
    expect(asked).toEqual(['inside.example', 'mixed.example', 'none.example'])
    await close()
  })

  it('connects to the address that was checked, whatever the name server says next', async () => {
    let answers = 0
    const [name, port] = ['pinned.example', pictures.host.split(':')[1] ?? '']
    const pinned = await signedIn({
      trusted: [`${name}:${port}`],
      resolve: () => {
        answers++
        return Promise.resolve([{ address: '127.0.0.1', family: 4 }])
      },
    })
    expect(await fetched(`http://${name}:${port}/a.png`, pinned)).toMatchObject({
      result: { outcome: 'picture' },
    })
    expect(answers).toBe(1)
    expect(pictures.take().map(({ headers }) => headers.host)).toEqual([`${name}:${port}`])
  })
})
