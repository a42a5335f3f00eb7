import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCommandTap } from '../../support/commandTap.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { startIntrospection, type Introspection } from '../../support/introspection.ts'

const OUTLOOK =
  'IMAP4 IMAP4rev1 AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN NAMESPACE LITERAL+'.split(' ')

let introspection: Introspection
let outlook: Dovecot
let full: Dovecot

beforeAll(async () => {
  introspection = await startIntrospection()
  outlook = await startDovecot({ profile: 'outlook', introspectionUrl: introspection.url })
  full = await startDovecot({ profile: 'full', introspectionUrl: introspection.url })
})
afterAll(async () => {
  await outlook.stop()
  await full.stop()
  await introspection.stop()
})

async function signIn(server: Dovecot, auth: { user: string; pass?: string; accessToken?: string }) {
  const client = new ImapFlow({
    host: 'localhost',
    port: server.imapPort,
    secure: true,
    tls: { ca: server.ca.cert },
    auth,
    logger: false,
    disableAutoIdle: true,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    client.close()
    throw error
  }
  return client
}

describe('Dovecot for the tests', () => {
  it('announces what Outlook.com does, to the word', async () => {
    const client = await signIn(outlook, {
      user: outlook.user(1),
      accessToken: introspection.issue(outlook.user(1)),
    })
    expect([...client.capabilities.keys()]).toEqual(OUTLOOK)
    await client.logout()
  })

  it('hides behind a tap the capability lists that Outlook.com does not send unasked', async () => {
    const tap = await startCommandTap({
      to: { host: outlook.host, port: outlook.imapPort },
      ca: outlook.ca,
      withoutCapabilityHints: true,
    })
    const user = outlook.user(1)
    const client = await signIn(
      { ...outlook, imapPort: tap.port },
      { user, accessToken: introspection.issue(user) },
    )
    const commands = tap.commands()
    expect(commands.filter((command) => command === 'CAPABILITY')).toHaveLength(2)
    expect(commands.findLastIndex((command) => command === 'CAPABILITY')).toBeGreaterThan(
      commands.findIndex((command) => command.startsWith('AUTHENTICATE XOAUTH2')),
    )
    await client.logout()
    await tap.stop()
  })

  it('announces all that it has in the full profile', async () => {
    const client = await signIn(full, { user: full.user(1), pass: full.password })
    expect([...client.capabilities.keys()]).toEqual(
      expect.arrayContaining([
        'IDLE',
        'CONDSTORE',
        'QRESYNC',
        'SORT',
        'ESEARCH',
        'SPECIAL-USE',
        'QUOTA',
        'NOTIFY',
      ]),
    )
    expect(await client.getQuota('INBOX')).toMatchObject({ storage: { limit: 1024 ** 3 } })
    await client.logout()
  })

  it.each([
    ['an unknown token', () => 'never-issued'],
    ["another user's token", () => introspection.issue(outlook.user(2))],
    ['an expired token', () => introspection.issue(outlook.user(1), { ttlSeconds: -1 })],
  ])('refuses %s', async (_, token) => {
    await expect(signIn(outlook, { user: outlook.user(1), accessToken: token() })).rejects.toMatchObject({
      authenticationFailed: true,
    })
  })

  it('refuses a wrong password and an unknown user', async () => {
    await expect(signIn(full, { user: full.user(1), pass: 'no' })).rejects.toMatchObject({
      authenticationFailed: true,
    })
    await expect(signIn(full, { user: 'nobody@ponte.test', pass: full.password })).rejects.toMatchObject({
      authenticationFailed: true,
    })
  })

  it('delivers messages in order, with flags and dates, into any folder', async () => {
    const user = full.user(2)
    const folder = 'Projects/<img src=x onerror=alert(1)>.b & ü'
    full.append(
      user,
      folder,
      'Subject: one\r\n\r\n1\r\n',
      {
        raw: 'Subject: two\r\n\r\n2\r\n',
        flags: ['\\Seen', '\\Flagged'],
        date: new Date('2020-01-02T03:04:05Z'),
      },
      'Subject: three\r\n\r\n3\r\n',
    )
    const client = await signIn(full, { user, pass: full.password })
    await client.mailboxOpen(folder)
    const rows = await client.fetchAll('1:*', { envelope: true, flags: true, internalDate: true })
    expect(rows.map((row) => row.envelope?.subject)).toEqual(['one', 'two', 'three'])
    expect([...(rows[1]?.flags ?? [])]).toEqual(expect.arrayContaining(['\\Seen', '\\Flagged']))
    expect(rows[1]?.internalDate).toEqual(new Date('2020-01-02T03:04:05Z'))
    await client.logout()
  })

  it('seeds many messages', async () => {
    const user = full.user(3)
    full.seedBulk(user, 'INBOX', 2000)
    const client = await signIn(full, { user, pass: full.password })
    expect(await client.status('INBOX', { messages: true, unseen: true })).toMatchObject({
      messages: 2000,
      unseen: 400,
    })
    await client.logout()
  })

  it('leaves nothing behind', async () => {
    const server = await startDovecot({ profile: 'full' })
    expect(existsSync(dirname(server.logPath))).toBe(true)
    await server.stop()
    expect(existsSync(dirname(server.logPath))).toBe(false)
    await expect(signIn(server, { user: server.user(1), pass: server.password })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })
})
