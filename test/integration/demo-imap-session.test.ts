import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createQuirks } from '../../demo/imap/quirks.ts'
import { ADA, type DemoImap, RawImap, startDemoImap, TOKEN, xoauth2 } from '../support/demoImap.ts'

let demo: DemoImap

beforeEach(async () => {
  demo = await startDemoImap()
})

afterEach(async () => {
  Object.assign(demo.server.quirks, createQuirks())
  await demo.close()
  expect(demo.errors).toEqual([])
})

const BEFORE =
  'IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN NAMESPACE LITERAL+'
const words = (line: string | undefined): string[] => (line ?? '').split(' ').sort()

describe('sign-in', () => {
  it('greets without a capability code and shows Outlook\u2019s line', async () => {
    const socket = await RawImap.open(demo)
    const [line] = await socket.ok('CAPABILITY')
    expect(line).toBe(`* CAPABILITY ${BEFORE}`)
    expect(await socket.status(`AUTHENTICATE XOAUTH2 ${xoauth2(ADA, TOKEN)}`)).toBe(
      'OK AUTHENTICATE completed.',
    )
    const [after] = await socket.ok('CAPABILITY')
    expect(words(after)).toEqual(
      words(
        `* CAPABILITY ${BEFORE.replace('LOGINDISABLED ', '')} AUTH=PLAIN CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE`,
      ),
    )
  })

  it('takes XOAUTH2 without an initial response, byte for byte', async () => {
    const socket = await RawImap.open(demo)
    socket.send('a AUTHENTICATE XOAUTH2\r\n')
    expect(await socket.until(/.*\r\n/)).toBe('+ \r\n')
    socket.send(`${xoauth2(ADA, TOKEN)}\r\n`)
    expect(await socket.until(/.*\r\n/)).toBe('a OK AUTHENTICATE completed.\r\n')
  })

  it.each([
    ['a wrong token', xoauth2(ADA, 'bad')],
    ['a user without a mailbox', xoauth2('nobody@demo.test', TOKEN)],
    ['what is not XOAUTH2', 'AAAA'],
    ['what is not base64', '!!!!'],
  ])('refuses %s after the challenge and lives on', async (_name, response) => {
    const socket = await RawImap.open(demo)
    socket.send(`a AUTHENTICATE XOAUTH2 ${response}\r\n`)
    const challenge = (await socket.until(/.*\r\n/)).slice(2)
    expect(JSON.parse(Buffer.from(challenge, 'base64').toString())).toMatchObject({ status: '401' })
    socket.send('\r\n')
    expect(await socket.until(/.*\r\n/)).toBe('a NO AUTHENTICATE failed.\r\n')
    expect(await socket.status('NOOP')).toBe('OK NOOP completed.')
  })

  it('without SASL-IR refuses an initial response', async () => {
    demo.server.quirks.saslIr = false
    const socket = await RawImap.open(demo)
    expect((await socket.ok('CAPABILITY'))[0]).not.toContain('SASL-IR')
    expect(await socket.status(`AUTHENTICATE XOAUTH2 ${xoauth2(ADA, TOKEN)}`)).toMatch(/^BAD/)
  })

  it('knows passwords only when told how', async () => {
    const socket = await RawImap.open(demo)
    expect(await socket.status(`LOGIN ${ADA} secret`)).toBe('NO LOGIN failed.')
    expect(await socket.status('AUTHENTICATE PLAIN AAAA')).toMatch(/^NO/)
    const open = await startDemoImap({
      authenticate: {
        token: () => Promise.resolve({ ok: false }),
        password: (_user, password) => Promise.resolve(password === 'pass word'),
      },
    })
    const other = await RawImap.open(open)
    const [line] = await other.ok('CAPABILITY')
    expect(line).toContain('AUTH=PLAIN')
    expect(line).not.toContain('LOGINDISABLED')
    expect(await other.status(`LOGIN ${ADA} wrong`)).toBe('NO LOGIN failed.')
    expect(await other.status(`LOGIN ${ADA} "pass word"`)).toBe('OK LOGIN completed.')
    const third = await RawImap.open(open)
    const plain = Buffer.from(`\0${ADA}\0pass word`).toString('base64')
    expect(await third.status(`AUTHENTICATE PLAIN ${plain}`)).toBe('OK AUTHENTICATE completed.')
    await open.close()
  })

  it('allows each command only in its state', async () => {
    const socket = await RawImap.open(demo)
    expect(await socket.status('SELECT INBOX')).toBe('BAD Command received in Invalid state.')
    const inside = await RawImap.signedIn(demo)
    expect(await inside.status('FETCH 1 FLAGS')).toBe('BAD Command received in Invalid state.')
    expect(await inside.status(`AUTHENTICATE XOAUTH2 ${xoauth2(ADA, TOKEN)}`)).toBe(
      'BAD Command received in Invalid state.',
    )
  })

  it('ends the session when the token does', async () => {
    const short = await startDemoImap({
      authenticate: { token: (user) => Promise.resolve({ ok: true, user, expiresAt: Date.now() + 1_500 }) },
    })
    const socket = await RawImap.signedIn(short)
    expect(await socket.untilClosed()).toBe('* BYE Session invalidated - AccessTokenExpired\r\n')
    await expect.poll(() => short.server.sessions.size).toBe(0)
    await short.close()
  })

  it('says goodbye', async () => {
    const socket = await RawImap.signedIn(demo)
    socket.send('z LOGOUT\r\n')
    expect(await socket.untilClosed()).toBe(
      '* BYE Microsoft Exchange Server IMAP4 server signing off.\r\nz OK LOGOUT completed.\r\n',
    )
  })
})

describe('garbage', () => {
  it.each([
    ['', '* BAD Command Error. 10'],
    ['x', 'x BAD Command Error. 10'],
    ['x NOSUCH', 'x BAD Command Error. 12'],
    ['x UID NOOP', 'x BAD Command Error. 12'],
    ['x IDLE', 'x BAD Command Error. 12'],
    ['x SELECT', 'x BAD Command Argument Error. 11'],
    ['x SELECT INBOX more', 'x BAD Command Argument Error. 12'],
    ['x FETCH 1 (BODY[)', 'x BAD Command Argument Error. 11'],
    ['x FETCH 1 FLAGS', 'x BAD The specified message set is invalid.'],
    ['\0\xff\x01', '* BAD Command Error. 10'],
    ['x LIST "" * RETURN (SPECIAL-USE)', 'x BAD Command Argument Error. 12'],
    ['x SEARCH KEYWORD $Forwarded', 'x BAD Command Argument Error. 11'],
    ['x SEARCH CHARSET UTF-8 ALL', 'x NO [BADCHARSET (US-ASCII)] The specified charset is not supported.'],
    ['x CREATE "a\tb"', 'x BAD Command Argument Error. 11'],
  ])('%j gets %j', async (line, answer) => {
    const socket = await RawImap.signedIn(demo, { select: 'INBOX' })
    socket.send(`${line}\r\n`)
    expect(await socket.until(/.*\r\n/)).toBe(`${answer}\r\n`)
    expect(await socket.status('NOOP')).toBe('OK NOOP completed.')
  })

  it('meets an endless answer to a prompt, and a LOGOUT that is wrong', async () => {
    const socket = await RawImap.open(demo)
    socket.send(`a AUTHENTICATE XOAUTH2\r\n${'x'.repeat(200_000)}\r\n`)
    expect(await socket.answer('a')).toContain('BAD command line limit exceeded')
    expect(await socket.status('LOGOUT now')).toMatch(/^BAD/)
    expect(await socket.status('NOOP')).toBe('OK NOOP completed.')
  })

  it('throws away an endless line and goes on', async () => {
    const socket = await RawImap.signedIn(demo)
    socket.send(`x ${'y'.repeat(1_000_000)}\r\n`)
    expect(await socket.until(/.*\r\n/)).toBe('* BAD command line limit exceeded\r\n')
    expect(await socket.status('NOOP')).toBe('OK NOOP completed.')
  })

  it('does not let a stranger send large literals', async () => {
    const socket = await RawImap.open(demo)
    expect(await socket.status('LOGIN {100000000}')).toBe('BAD Command Argument Error. 11')
    socket.send(`b LOGIN {20000+}\r\n${'x'.repeat(20_000)} y\r\n`)
    expect(await socket.answer('b')).toEqual(['BAD Command Argument Error. 11'])
    expect(await socket.status('NOOP')).toBe('OK NOOP completed.')
  })

  it('survives a client that is no TLS client, and one that leaves in the middle', async () => {
    const { connect } = await import('node:net')
    const plain = connect(demo.server.port, '127.0.0.1')
    plain.on('error', () => {})
    plain.write('GET / HTTP/1.0\r\n\r\n')
    await once(plain, 'close')
    connect(demo.server.port, '127.0.0.1').on('error', () => {}) // stays, and says nothing: the server must still close
    const leaver = await RawImap.signedIn(demo)
    leaver.send('x APPEND INBOX {1000}\r\nhalf')
    leaver.close()
    expect(await (await RawImap.signedIn(demo)).status('NOOP')).toBe('OK NOOP completed.')
  })
})

describe('switches', () => {
  it('IDLE tells of everything, at once', async () => {
    demo.server.quirks.idle = true
    const account = demo.store.ensureAccount(ADA)
    const socket = await RawImap.signedIn(demo, { select: 'INBOX' })
    expect((await socket.ok('CAPABILITY'))[0]).toContain(' IDLE ')
    socket.send('i IDLE\r\n')
    await socket.until(/^\+ .*\r\n/)
    account.append('INBOX', { raw: Buffer.from('Subject: 1\r\n\r\n') })
    expect(await socket.until(/RECENT\r\n/)).toBe('* 1 EXISTS\r\n* 1 RECENT\r\n')
    const inbox = account.require('INBOX')
    inbox.setFlags(inbox.messages[0]!, ['\\Seen'])
    expect(await socket.until(/FETCH.*\r\n/)).toBe('* 1 FETCH (FLAGS (\\Seen \\Recent))\r\n')
    inbox.expunge(() => true)
    expect(await socket.until(/EXPUNGE\r\n/)).toBe('* 1 EXPUNGE\r\n')
    socket.send('done\r\n')
    expect(await socket.answer('i')).toEqual(['OK IDLE completed.'])
  })

  it('throttles over all connections, then lets go', async () => {
    demo.server.quirks.throttle = { afterCommands: 2, backoffMs: 60_000 }
    const socket = await RawImap.signedIn(demo)
    expect(await socket.status('NOOP')).toMatch(/^OK/)
    expect(await socket.status('NOOP')).toMatch(/^OK/)
    const refusal = /^BAD Request is throttled\. Suggested Backoff Time: (\d+) milliseconds$/
    const hint = Number(refusal.exec(await socket.status('NOOP'))?.[1])
    expect(hint).toBeGreaterThan(0)
    expect(await (await RawImap.signedIn(demo)).status('NOOP')).toMatch(refusal)
    demo.server.quirks.throttle = { afterCommands: 1, backoffMs: 50 }
    expect(await socket.status('NOOP')).toMatch(/^OK/)
    expect(await socket.status('NOOP')).toMatch(refusal)
    await expect.poll(() => socket.status('NOOP')).toMatch(/^OK/)
    demo.server.quirks.throttle = { afterCommands: 0, backoffMs: 92_415, bye: true }
    socket.send('t NOOP\r\n')
    expect(await socket.untilClosed()).toBe(
      't BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds\r\n* BYE Connection closed. 14\r\n',
    )
  })

  it('lists a folder whose name has a control character, unquoted', async () => {
    demo.server.quirks.controlCharacterFolder = true
    const socket = await RawImap.signedIn(demo)
    expect(await socket.ok('LIST "" *')).toContain('* LIST (\\HasNoChildren) "/" Odd\x07name')
    expect(await socket.ok('LIST "" INBOX')).toHaveLength(1)
  })

  it('is authenticated but not connected', async () => {
    demo.server.quirks.authenticatedButNotConnected = true
    const socket = await RawImap.signedIn(demo)
    expect(await socket.status('SELECT INBOX')).toBe('BAD User is authenticated but not connected.')
    expect(await socket.status('LOGOUT')).toMatch(/^OK/)
  })

  it('breaks FETCH, COPY and MOVE as Outlook does', async () => {
    const account = demo.store.ensureAccount(ADA)
    for (const n of [1, 2, 3]) account.append('INBOX', { raw: Buffer.from(`Subject: ${n}\r\n\r\nbody\r\n`) })
    const socket = await RawImap.signedIn(demo, { select: 'INBOX' })
    const { quirks } = demo.server
    quirks.unretrievable = (uid, path) => uid === 2 && path === 'INBOX'
    expect(
      (await socket.ok('UID FETCH 1:3 BODY.PEEK[TEXT]')).filter((line) => line.includes('FETCH')),
    ).toHaveLength(2)
    expect(await socket.ok('FETCH 2 RFC822.SIZE')).toEqual(['* 2 FETCH (RFC822.SIZE 20)'])
    quirks.wrongSize = true
    expect(await socket.ok('FETCH 2 RFC822.SIZE')).toEqual(['* 2 FETCH (RFC822.SIZE 85)'])
    quirks.bodystructureDefects = 'bareInline'
    expect((await socket.ok('FETCH 1 BODYSTRUCTURE'))[0]).toContain('NIL "inline" NIL')
    quirks.bodystructureDefects = true
    expect((await socket.ok('FETCH 3 BODYSTRUCTURE'))[0]).toContain('(NIL NIL NIL NIL NIL "7BIT" 0')
    quirks.copyFails = quirks.moveFails = true
    expect(await socket.status('COPY 1 Archive')).toBe('NO COPY failed.')
    expect(await socket.status('MOVE 1 Archive')).toBe('NO MOVE failed.')
    quirks.copyFails = quirks.moveFails = false
    quirks.emptyCopyuid = true
    expect(await socket.status('COPY 1 Archive')).toMatch(/^OK \[COPYUID \d+ {2}\] COPY completed\.$/)
    expect(account.require('Archive').messages).toHaveLength(1)
  })

  it('disconnects everybody, with a reason or without', async () => {
    const polite = await RawImap.signedIn(demo)
    expect([...demo.server.sessions].map((session) => session.user)).toEqual([ADA])
    demo.server.disconnectAll('Server shutting down. 15')
    expect(await polite.untilClosed()).toBe('* BYE Server shutting down. 15\r\n')
    const abrupt = await RawImap.signedIn(demo)
    demo.server.disconnectAll()
    expect(await abrupt.untilClosed()).toBe('')
  })
})
