import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { type FetchMessageObject, ImapFlow, type MessageStructureObject } from 'imapflow'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Account } from '../../demo/imap/store.ts'
import { ADA, type DemoImap, RawImap, startDemoImap, TOKEN } from '../support/demoImap.ts'

let demo: DemoImap
let account: Account
const clients: ImapFlow[] = []

beforeAll(async () => {
  demo = await startDemoImap()
  account = demo.store.ensureAccount(ADA)
})

afterEach(async () => {
  for (const client of clients.splice(0)) await client.logout().catch(() => client.close())
})

afterAll(async () => {
  await demo.close()
  expect(demo.errors).toEqual([])
})

/** Connects as the bridge does. */
async function connect(token = TOKEN): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: demo.server.port,
    secure: true,
    tls: { ca: demo.certificate.ca },
    auth: { user: ADA, accessToken: token },
    disableIMAP4rev2: true,
    disableAutoIdle: true,
    logger: false,
  })
  clients.push(client)
  client.on('error', () => {})
  await client.connect()
  return client
}

async function rows(client: ImapFlow, range: string, query: object): Promise<FetchMessageObject[]> {
  const all: FetchMessageObject[] = []
  for await (const row of client.fetch(range, query)) all.push(row)
  return all
}

describe('imapflow', () => {
  it('signs in, or hears that it may not', async () => {
    const client = await connect()
    expect(client.capabilities.has('UIDPLUS')).toBe(true)
    expect(client.capabilities.has('IDLE')).toBe(false)
    await expect(connect('bad')).rejects.toMatchObject({ authenticationFailed: true })
  })

  it('goes through the life of a message', async () => {
    const client = await connect()
    await client.mailboxCreate('Life/\u65e5\u672c')
    const appended = await client.append('Life/\u65e5\u672c', 'Subject: hi\r\n\r\nbody\r\n', ['\\Seen'])
    expect(appended).toMatchObject({ uid: 1 })
    await client.mailboxOpen('Life/\u65e5\u672c')
    expect(client.mailbox).toMatchObject({ exists: 1, uidNext: 2 })
    expect(await client.messageFlagsAdd('1', ['\\Flagged'], { uid: true })).toBe(true)
    expect(await client.search({ flagged: true, subject: 'hi' }, { uid: true })).toEqual([1])
    expect(await client.search({ subject: 'caff\u00e8' })).toBe(false)
    const copy = await client.messageCopy('1', 'Archive', { uid: true })
    expect(copy).toMatchObject({ uidMap: new Map([[1, 1]]) })
    expect(await client.messageMove('1', 'Deleted', { uid: true })).toMatchObject({ destination: 'Deleted' })
    expect(client.mailbox).toMatchObject({ exists: 0 })
    await client.mailboxOpen('Deleted')
    expect(await client.messageDelete('1:*')).toBe(true)
    expect(await client.status('Deleted', { messages: true })).toMatchObject({ messages: 0 })
    await client.mailboxRename('Life', 'Past')
    expect((await client.list()).map(({ path }) => path)).toContain('Past/\u65e5\u672c')
    await client.mailboxDelete('Past/\u65e5\u672c')
    expect((await client.list()).map(({ path }) => path)).not.toContain('Past/\u65e5\u672c')
  })

  it('hears of new mail and expunges on NOOP', async () => {
    const client = await connect()
    await client.mailboxOpen('Notes')
    const heard: unknown[] = []
    client.on('exists', ({ count }: { count: number }) => heard.push(['exists', count]))
    client.on('expunge', ({ seq }: { seq: number }) => heard.push(['expunge', seq]))
    account.append('Notes', { raw: Buffer.from('Subject: note\r\n\r\n') })
    await client.noop()
    account.require('Notes').expunge(() => true)
    await client.noop()
    expect(heard).toEqual([
      ['exists', 1],
      ['expunge', 1],
    ])
  })

  it('learns why a session ends', async () => {
    const client = await connect()
    const closed = new Promise((resolve) => client.once('close', () => resolve('closed')))
    demo.server.disconnectAll('Session invalidated - AccessTokenExpired')
    expect(await closed).toBe('closed')
    expect(client.usable).toBe(false)
  })

  it('reads 3,000 rows in one FETCH, from messages whose bytes are made on demand', async () => {
    account.create('Bulk')
    let made = 0
    for (let n = 1; n <= 3_000; n++) {
      const raw = (): Buffer => {
        made++
        return mixed(
          [{ type: 'text/plain', body: Buffer.from(`text ${n}`) }],
          `Subject: row ${n}\r\nFrom: a@b.c\r\n`,
        )
      }
      account.append('Bulk', { raw, size: raw().length })
    }
    made = 0
    const client = await connect()
    await client.mailboxOpen('Bulk')
    const query = { envelope: true, bodyStructure: true, size: true, flags: true }
    const first = await rows(client, '1:*', query)
    expect(first.map(({ envelope }) => envelope?.subject)).toEqual(
      Array.from({ length: 3_000 }, (_, n) => `row ${n + 1}`),
    )
    const after = made
    expect(await rows(client, '1:*', query)).toHaveLength(3_000)
    expect(made).toBe(after) // rows come from what was parsed, not from the messages
  })
})

interface Leaf {
  type: string
  body: Buffer
}

function mixed(parts: readonly (Leaf | Buffer)[], header = ''): Buffer {
  // The boundary is in no body, as RFC 2046 asks of who composes.
  const boundary = `=_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)}`
  const pieces = parts.flatMap((part) => {
    const entity = Buffer.isBuffer(part)
      ? part
      : Buffer.concat([Buffer.from(`Content-Type: ${part.type}\r\n\r\n`), part.body])
    return [Buffer.from(`--${boundary}\r\n`), entity, Buffer.from('\r\n')]
  })
  const top = Buffer.from(
    `${header}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\npreamble\r\n`,
  )
  return Buffer.concat([top, ...pieces, Buffer.from(`--${boundary}--\r\nepilogue\r\n`)])
}

function leaves(structure: MessageStructureObject): MessageStructureObject[] {
  return structure.childNodes ? structure.childNodes.flatMap(leaves) : [structure]
}

describe('bytes', () => {
  const leaf = fc.record({
    type: fc.constantFrom('text/plain', 'application/octet-stream', 'image/png'),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  })
  const tree = fc.letrec<{ node: Buffer }>((tie) => ({
    node: fc
      .array(fc.oneof({ depthSize: 'small' }, leaf, tie('node')), { minLength: 1, maxLength: 4 })
      .map((parts) => mixed(parts)),
  })).node

  it('of every part of any well-formed message are what was put in, and sizes say so', async () => {
    account.create('Parts')
    const client = await connect()
    await client.mailboxOpen('Parts')
    await fc.assert(
      fc.asyncProperty(tree, async (raw) => {
        const uid = String(account.append('Parts', { raw }))
        await client.noop()
        const message = await client.fetchOne(
          uid,
          { bodyStructure: true, source: true, size: true },
          { uid: true },
        )
        if (!message || !message.bodyStructure) throw new Error('no message came')
        expect(message.source?.equals(raw)).toBe(true)
        expect(message.size).toBe(raw.length)
        const parts = leaves(message.bodyStructure)
        const bodies = await client.fetchOne(
          uid,
          { bodyParts: parts.flatMap(({ part = '1' }) => [part, `${part}.mime`]) },
          { uid: true },
        )
        if (!bodies || !bodies.bodyParts) throw new Error('no parts came')
        let at = 0
        for (const { part = '1', size, type } of parts) {
          const body = bodies.bodyParts.get(part) ?? Buffer.alloc(0)
          expect(body.length).toBe(size)
          // In order, each entity stands in the message exactly so, followed by its boundary.
          const mime = bodies.bodyParts.get(`${part}.mime`) ?? Buffer.alloc(0)
          expect(mime.toString()).toBe(`Content-Type: ${type}\r\n\r\n`)
          const found = raw.indexOf(Buffer.concat([mime, body, Buffer.from('\r\n--=_')]), at)
          expect(found).toBeGreaterThanOrEqual(at)
          at = found + mime.length + body.length
        }
        expect(raw.subarray(at).toString('latin1')).not.toContain('Content-Type: ')
      }),
      { numRuns: 60 },
    )
  })

  it('download in chunks and whole alike', async () => {
    const big = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 251))
    const uid = String(account.append('Archive', { raw: mixed([{ type: 'application/x-big', body: big }]) }))
    const client = await connect()
    await client.mailboxOpen('Archive')
    for (const chunkSize of [4_096, 65_536, 1_000_000]) {
      const { content } = await client.download(uid, '1', { uid: true, chunkSize })
      const chunks: Buffer[] = []
      for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(big)).toBe(true)
    }
  })
})

describe('any bytes from a client', () => {
  const word = fc.constantFrom(
    'SELECT',
    'INBOX',
    'FETCH',
    'UID',
    'STORE',
    'SEARCH',
    'COPY',
    'MOVE',
    'LIST',
    'LSUB',
    'STATUS',
    'CREATE',
    'RENAME',
    'DELETE',
    'APPEND',
    'AUTHENTICATE',
    'XOAUTH2',
    'LOGIN',
    'ID',
    'NIL',
    'IDLE',
    'EXPUNGE',
    '1:*',
    '*',
    '+FLAGS',
    '(\\Seen)',
    'BODY[]',
    'BODY.PEEK[1.HEADER]',
    'ENVELOPE',
    '""',
    '"',
    '(',
    ')',
    '{3}',
    '{3+}',
    '\r\n',
    '\r\nabc',
    '\n',
    '\0',
    '\xff',
  )
  const garbage = fc.array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 12 })

  it('end neither the server nor other sessions', async () => {
    const witness = await RawImap.signedIn(demo, { select: 'INBOX' })
    await fc.assert(
      fc.asyncProperty(fc.array(garbage, { maxLength: 20 }), fc.boolean(), async (lines, signedIn) => {
        const socket = signedIn ? await RawImap.signedIn(demo, { select: 'INBOX' }) : await RawImap.open(demo)
        for (const line of lines) socket.send(`x ${line.join(' ')}\r\n`)
        socket.socket.end()
        await socket.untilClosed()
        expect(await witness.status('NOOP')).toBe('OK NOOP completed.')
      }),
      { numRuns: 60 },
    )
    expect(demo.errors).toEqual([])
  })
})
