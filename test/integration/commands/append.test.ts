import { describe, expect, it } from 'vitest'
import { dovecotProvider, openSession } from '../../support/bridge.ts'
import { startDovecot } from '../../support/dovecot.ts'
import { startIntrospection } from '../../support/introspection.ts'
import { startBridgeProcess } from '../support/bridgeProcess.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail, pseudoRandomBytes, sha256, base64Lines, onePart } from '../support/mail.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

/** Arguments of an upload of these bytes. */
const upload = (bytes: string | Uint8Array, declared?: number) => {
  const blob = new Blob([Buffer.from(bytes)])
  return {
    message: { kind: 'upload' as const, size: declared ?? blob.size },
    options: { uploads: new Map([[0, blob]]) },
  }
}

describeEveryServer('append', (server) => {
  it('stores the bytes as they are, with flags and date, and answers where', async () => {
    const user = server.user()
    const session = await user.signIn()
    const raw = mail({ subject: 'Pr\u00f6\u00dfe', body: 'Line one\r\n\r\n.\r\n..two\r\n\tthree \r\n' })
    const { message, options } = upload(raw)
    const { result, items } = await session.run(
      'append',
      {
        path: 'INBOX',
        flags: ['\\Seen', '\\Flagged'],
        internalDate: '2024-02-29T23:59:58.000Z',
        message,
      },
      options,
    )
    expect(items).toEqual([])
    const [stored, ...more] = await user.messages('INBOX')
    expect(more).toEqual([])
    expect(stored?.raw.toString('utf8')).toBe(raw)
    expect(stored?.flags).toEqual(['\\Flagged', '\\Seen'])
    expect(stored?.date.toISOString()).toBe('2024-02-29T23:59:58.000Z')
    expect(result).toEqual({ uid: stored?.uid, uidValidity: (await user.ref('INBOX')).uidValidity })
  })

  it('takes now and no flags for what is not given', async () => {
    const user = server.user()
    const session = await user.signIn()
    const { message, options } = upload(mail())
    const before = Math.floor(Date.now() / 1000) * 1000
    await session.run('append', { path: 'Drafts', message }, options)
    const [stored] = await user.messages('Drafts')
    expect(stored?.flags).toEqual([])
    expect(stored?.date.getTime()).toBeGreaterThanOrEqual(before)
    expect(stored?.date.getTime()).toBeLessThanOrEqual(Date.now())
  })

  it.each(HARD_NAMES)('finds the mailbox named %s', async (path) => {
    const user = server.user()
    await (await user.other()).mailboxCreate(path)
    const session = await user.signIn()
    const { message, options } = upload(mail())
    await session.run('append', { path, message }, options)
    expect(await user.messages(path)).toHaveLength(1)
  })

  it('says mailboxNotFound, before the message is sent, where there is no such mailbox', async () => {
    const session = await server.user().signIn()
    const { message, options } = upload(mail({ body: 'never to leave' }))
    const error = await session.refused('append', { path: 'Nowhere', message }, options)
    expect(error.code).toBe('mailboxNotFound')
    expect(error.server).toBe(session.wire.lastTagged())
    expect(error.server).toContain('[TRYCREATE]')
    // The demo reads the whole literal before it looks at the name, as RFC 3501 allows.
    if (server.name !== 'demo') expect(session.wire.text('client')).not.toContain('never to leave')
    await session.run('noop', {})
  })

  it('streams 20 MB, whose hash on the server is that of what was sent', async () => {
    const user = server.user()
    const session = await user.signIn()
    const raw = Buffer.from(
      onePart('application/octet-stream', 'base64', base64Lines(pseudoRandomBytes(15_000_000))),
      'latin1',
    )
    expect(raw.length).toBeGreaterThan(20_000_000)
    const progress: number[] = []
    const { message, options } = upload(raw)
    await session.run(
      'append',
      { path: 'Archive', message },
      { ...options, onUploaded: (bytes) => progress.push(bytes) },
    )
    expect(progress.reduce((sum, one) => sum + one, 0)).toBe(raw.length)
    const [stored] = await user.messages('Archive')
    expect(stored && sha256(stored.raw)).toBe(sha256(raw))
  })

  it.each([
    ['shorter', 100],
    ['longer', -100],
  ])('stores nothing of an upload %s than declared, and the session lives on', async (_what, more) => {
    const user = server.user()
    const session = await user.signIn()
    const raw = mail({ body: 'x'.repeat(3000) })
    const { message, options } = upload(raw, raw.length + more)
    const error = await session.refused('append', { path: 'INBOX', message }, options)
    expect(error.code).toBe('uploadMismatch')
    // What was begun cannot be taken back, so the connection is given up and the page is asked for another.
    const asked = await session.event('credentials')
    expect(asked).toMatchObject({ lane: 'main', reason: 'reconnect' })
    const next = session.run('capability', {})
    await session.run('authenticate', {
      provider: 'work',
      user: user.name,
      accessToken: user.accessToken(),
    })
    expect((await next).result.capabilities).toContain('UIDPLUS')
    expect(await user.messages('INBOX')).toEqual([])
  })

  it('stores nothing when it is cancelled on the way', async () => {
    const user = server.user()
    const session = await user.signIn()
    const stop = new AbortController()
    // Declared twice as long as what comes, so that the bridge is left waiting in the middle of the literal.
    const raw = mail({ body: 'x'.repeat(100_000) })
    const { message } = upload(raw, raw.length * 2)
    const error = await session.refused(
      'append',
      { path: 'INBOX', message },
      {
        signal: stop.signal,
        uploads: new Map([[0, new Blob([raw, raw])]]),
        onUploaded: () => stop.abort(),
      },
    )
    expect(error.code).toBe('cancelled')
    await session.event('credentials')
    expect(await user.messages('INBOX')).toEqual([])
  })

  it('builds a draft and stores it, Bcc and attachment with it', async () => {
    const user = server.user()
    const session = await user.signIn()
    const file = pseudoRandomBytes(200_000)
    const { result } = await session.run(
      'append',
      {
        path: 'Drafts',
        flags: ['\\Draft', '\\Seen'],
        message: {
          kind: 'draft',
          draft: {
            from: { name: 'Anna Rossi', address: 'anna@example.org' },
            to: [{ name: 'Universit\u00e0', address: 'uni@example.org' }],
            bcc: [{ name: '', address: 'secret@example.org' }],
            subject: '\u65e5\u672c\u8a9e',
            text: 'Ciao',
            messageId: '<draft.1@example.org>',
            date: '2026-11-22T09:58:00.000Z',
            attachments: [{ name: 'data.bin', type: 'application/octet-stream', size: file.length }],
          },
        },
      },
      { uploads: new Map([[1, new Blob([file])]]) },
    )
    const [stored] = await user.messages('Drafts')
    expect(stored?.uid).toBe(result.uid)
    expect(stored?.flags).toEqual(['\\Draft', '\\Seen'])
    const text = stored?.raw.toString('latin1') ?? ''
    expect(text).toMatch(/^Bcc: secret@example\.org\r$/m)
    expect(text).toMatch(/^Message-ID: <draft\.1@example\.org>\r$/m)
    const encoded = /filename=data\.bin\r\n(?:.+\r\n)*\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(text)?.[1] ?? ''
    expect(sha256(Buffer.from(encoded, 'base64'))).toBe(sha256(file))
  })

  it('sends nothing when an argument holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, {
      name: 'append',
      args: {
        path: 'INBOX',
        flags: ['\\Seen', '$Forwarded'],
        internalDate: '2024-02-29T23:59:58.000Z',
        message: { kind: 'upload', size: 10 },
      },
    })
  })

  it('refuses flags that are no flags', async () => {
    const session = await server.user().signIn()
    for (const flag of ['\\Seen)', 'a b', '(', '{3}', '"x"', '*', '\\*', 'é', '']) {
      const { message, options } = upload(mail())
      const error = await session.refused('append', { path: 'INBOX', flags: [flag], message }, options)
      expect({ flag, code: error.code }).toEqual({ flag, code: 'invalidArguments' })
    }
    expect(session.wire.commands()).toEqual([])
  })
})

describeEveryServer(
  'append',
  (server) => {
    it('says tooLarge, in the server\u2019s own untagged words, and asks for another connection', async () => {
      const user = server.user()
      const session = await user.signIn()
      const { options } = upload(mail())
      const error = await session.refused(
        'append',
        { path: 'INBOX', message: { kind: 'upload', size: 36 * 1024 * 1024 } },
        options,
      )
      expect(error.code).toBe('tooLarge')
      expect(error.server).toBe('BAD command line limit exceeded')
      await session.event('credentials')
      await session.run('authenticate', {
        provider: 'work',
        user: user.name,
        accessToken: user.accessToken(),
      })
      await session.run('noop', {})
    })
  },
  { servers: ['demo'] },
)

describe('append, in a process of its own', () => {
  it('passes 60 MB through without holding them', async () => {
    const introspection = await startIntrospection()
    const dovecot = await startDovecot({ profile: 'outlook', introspectionUrl: introspection.url })
    const bridge = await startBridgeProcess(dovecotProvider(dovecot))
    const { client, close } = await openSession(bridge.origin)
    const user = dovecot.user(1)
    await client.call('authenticate', { provider: 'work', user, accessToken: introspection.issue(user) })
    const append = (raw: Buffer): Promise<unknown> => {
      const { message, options } = upload(raw)
      return client.call('append', { path: 'Archive', message }, options)
    }
    const line = `${'memory '.repeat(10)}\r\n`
    const text = (bytes: number): Buffer => Buffer.from(mail({ body: line.repeat(bytes / line.length) }))
    // The first brings in what every append needs.
    await append(text(5_000_000))
    const before = bridge.residentBytes()
    bridge.forgetPeak()
    const raw = text(60_000_000)
    await append(raw)
    const growth = bridge.peakBytes() - before
    // What Node takes for bytes under way is about 30 MB, however long the message is.
    expect(growth).toBeLessThan(45_000_000)
    expect(dovecot.doveadm('fetch', '-u', user, 'size.virtual', 'mailbox', 'Archive', 'uid', '2')).toContain(
      String(raw.length),
    )
    close()
    await bridge.stop()
    await dovecot.stop()
    await introspection.stop()
  })
})
