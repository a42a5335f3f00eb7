import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Authenticate } from '../../demo/imap/authenticate.ts'
import { createMailStore, type MailStore } from '../../demo/imap/store.ts'
import { type SmtpServer, type SmtpServerOptions, startSmtpServer } from '../../demo/smtp/server.ts'
import { makeCertificate } from '../../demo/tls.ts'

const ADA = 'ada@demo.test'
const BOB = 'bob@demo.test'
const certificate = makeCertificate({ hosts: ['127.0.0.1', 'localhost'] })
const tokens: Authenticate = {
  token: (user, token) => Promise.resolve(token === 'good' ? { ok: true, user } : { ok: false }),
}

let store: MailStore
let server: SmtpServer

async function start(options: Partial<SmtpServerOptions> = {}): Promise<void> {
  await server?.close()
  server = await startSmtpServer({
    store,
    tls: certificate,
    authenticate: tokens,
    autoFileSent: true,
    ...options,
  })
}

beforeEach(async () => {
  store = createMailStore()
  for (const user of [ADA, BOB]) store.ensureAccount(user)
  await start()
})

afterEach(() => server.close())

interface Credentials {
  user: string
  accessToken?: string
  pass?: string
}

async function send(
  mail: object,
  auth: Credentials = { user: ADA, accessToken: 'good' },
): Promise<{ response: string }> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: server.port,
    requireTLS: true,
    tls: { ca: certificate.ca },
    auth: auth.accessToken
      ? { type: 'OAuth2', user: auth.user, accessToken: auth.accessToken }
      : { user: auth.user, pass: auth.pass ?? '' },
  })
  try {
    return await transport.sendMail({ from: ADA, to: BOB, subject: 'hi', text: 'body', ...mail })
  } finally {
    transport.close()
  }
}

function texts(user: string, folder: string): string[] {
  return (
    store
      .account(user)
      ?.require(folder)
      .messages.map(({ raw }) => raw.toString('latin1')) ?? []
  )
}

describe('the demo\u2019s SMTP server', () => {
  it('delivers to the INBOX of each recipient once and files the sender\u2019s copy', async () => {
    await send({ to: [BOB, BOB.toUpperCase(), 'someone@elsewhere.test'], cc: ADA })
    expect(texts(BOB, 'INBOX')).toHaveLength(1)
    expect(texts(BOB, 'INBOX')[0]).toMatch(
      /^Return-Path: <ada@demo\.test>\r\nReceived: [^]*Subject: hi\r\n[^]*\r\n\r\nbody\r\n$/,
    )
    expect(texts(ADA, 'INBOX')).toHaveLength(1)
    expect(texts(ADA, 'Sent')).toHaveLength(1)
    expect([...(store.account(ADA)?.require('Sent').messages[0]?.flags ?? [])]).toEqual(['\\Seen'])
    expect(server.messages).toMatchObject({ count: 1, last: { from: ADA } })
    expect(store.account('someone@elsewhere.test')).toBeUndefined()
  })

  it('renames results that a message brings, as Microsoft does', async () => {
    const raw = `From: ${ADA}\r\nTo: ${BOB}\r\nAUTHENTICATION-Results: dmarc=pass\r\n header.from=x.y\r\nSubject: s\r\n\r\nx\r\n`
    await send({ envelope: { from: ADA, to: [BOB] }, raw })
    const [arrived = ''] = texts(BOB, 'INBOX')
    expect(arrived).toContain(
      `To: ${BOB}\r\nAuthentication-Results-Original: dmarc=pass\r\n header.from=x.y\r\nSubject: s\r\n`,
    )
    expect(arrived).not.toMatch(/^authentication-results:/im)
  })

  it('keeps Bcc from the recipients, not from the sender', async () => {
    const raw = `From: ${ADA}\r\nTo: ${BOB}\r\nBcc: x@y.z,\r\n ${ADA}\r\nSubject: s\r\n\r\nBcc: in the text\r\n`
    await send({ envelope: { from: ADA, to: [BOB, ADA] }, raw })
    for (const user of [ADA, BOB]) {
      expect(texts(user, 'INBOX')[0]).not.toMatch(/Bcc: x@y|^ ada/m)
      expect(texts(user, 'INBOX')[0]).toContain('Bcc: in the text')
    }
    expect(texts(ADA, 'Sent')[0]).toContain('Bcc: x@y.z,\r\n ada@demo.test')
  })

  it('adds the date and the Message-ID that are missing, the same for all', async () => {
    await send({ envelope: { from: ADA, to: [BOB] }, raw: 'Subject: bare\r\n\r\n.\r\nline\r\n' })
    const [received = ''] = texts(BOB, 'INBOX')
    const id = /Message-ID: (<.*>)/.exec(received)?.[1]
    expect(id).toBeDefined()
    expect(received).toMatch(/\r\nDate: /)
    expect(received).toMatch(/\r\n\r\n\.\r\nline\r\n$/)
    expect(texts(ADA, 'Sent')[0]).toContain(`Message-ID: ${id}`)
  })

  it('files nothing when told so', async () => {
    await start({ autoFileSent: false })
    await send({})
    expect(texts(ADA, 'Sent')).toEqual([])
    expect(texts(BOB, 'INBOX')).toHaveLength(1)
  })

  it('refuses a wrong token, another sender, and a message over the limit', async () => {
    await expect(send({}, { user: ADA, accessToken: 'bad' })).rejects.toMatchObject({ responseCode: 535 })
    await expect(send({ from: BOB })).rejects.toMatchObject({
      response: '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    })
    await start({ maxMessageBytes: 1_000 })
    await expect(send({ text: 'x'.repeat(2_000) })).rejects.toMatchObject({ responseCode: 552 })
    expect(server.messages).toEqual({ count: 0, last: undefined })
    expect(texts(BOB, 'INBOX')).toEqual([])
  })

  it('takes passwords only when told how', async () => {
    await expect(send({}, { user: ADA, pass: 'secret' })).rejects.toThrow()
    await start({
      authenticate: { ...tokens, password: (_user, password) => Promise.resolve(password === 'secret') },
    })
    await send({}, { user: ADA, pass: 'secret' })
    await expect(send({}, { user: ADA, pass: 'wrong' })).rejects.toMatchObject({ responseCode: 535 })
    expect(server.messages.count).toBe(1)
  })

  it('wants STARTTLS before AUTH, and AUTH before MAIL', async () => {
    const socket = connect(server.port, '127.0.0.1')
    expect(await reply(socket)).toMatch(/^220 /)
    socket.write('EHLO test\r\n')
    const features = await reply(socket)
    expect(features).toContain('STARTTLS')
    expect(features).toContain('SIZE')
    socket.write('AUTH XOAUTH2 AAAA\r\n')
    expect(await reply(socket)).toMatch(/^538 /)
    socket.write(`MAIL FROM:<${ADA}>\r\n`)
    expect(await reply(socket)).toMatch(/^530 /)
    socket.destroy()
  })
})

async function reply(socket: Socket): Promise<string> {
  let text = ''
  while (!/^\d{3} .*\r\n$/m.test(text)) text += String((await once(socket, 'data'))[0])
  return text
}
