import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCa } from '../../support/ca.ts'
import { startSmtpSink, type SmtpSink, type SmtpSinkOptions } from '../../support/smtpSink.ts'

const ca = makeCa()
let sink: SmtpSink | undefined
afterEach(() => sink?.stop())

async function start(options: Partial<SmtpSinkOptions> = {}) {
  sink = await startSmtpSink({
    ca,
    password: 'secret',
    checkToken: (user, token) => token === `for ${user}`,
    ...options,
  })
  return sink
}

/** Sends one message by nodemailer, STARTTLS required and verified. */
function send(to: SmtpSink, auth: object = { user: 'a@ponte.test', pass: 'secret' }) {
  const transport = createTransport({
    host: 'localhost',
    port: to.port,
    requireTLS: true,
    tls: { ca: ca.cert },
    auth,
  })
  return transport.sendMail({
    envelope: { from: 'a@ponte.test', to: ['b@ponte.test', 'c@ponte.test'] },
    raw: 'Subject: x\r\n\r\n.dots\r\n',
  })
}

describe('the SMTP server of the tests', () => {
  it('takes a message over TLS with a password', async () => {
    const server = await start()
    await send(server)
    expect(server.messages).toMatchObject([
      {
        user: 'a@ponte.test',
        method: 'PLAIN',
        from: 'a@ponte.test',
        to: ['b@ponte.test', 'c@ponte.test'],
        secure: true,
      },
    ])
    expect(server.messages[0]?.raw.toString()).toBe('Subject: x\r\n\r\n.dots\r\n')
  })

  it('takes a message with XOAUTH2 and refuses a wrong token', async () => {
    const server = await start()
    const user = 'a@ponte.test'
    await send(server, { type: 'OAuth2', user, accessToken: `for ${user}` })
    expect(server.messages).toMatchObject([{ user, method: 'XOAUTH2' }])
    await expect(send(server, { type: 'OAuth2', user, accessToken: 'other' })).rejects.toMatchObject({
      code: 'EAUTH',
    })
  })

  it('refuses a wrong password', async () => {
    await expect(send(await start(), { user: 'a', pass: 'no' })).rejects.toMatchObject({ responseCode: 535 })
  })

  it('refuses recipients and messages when told to', async () => {
    const server = await start()
    server.behaviour.refuseRecipient = (address) => address.startsWith('c')
    await expect(send(server)).resolves.toMatchObject({ rejected: ['c@ponte.test'] })
    server.behaviour.refuseMessage = true
    await expect(send(server)).rejects.toMatchObject({ responseCode: 554 })
  })

  it('drops the connection between DATA and 250', async () => {
    const server = await start()
    server.behaviour.dropAfterData = true
    await expect(send(server)).rejects.toMatchObject({ command: 'CONN' })
    expect(server.messages).toHaveLength(1)
  })

  it('does not offer STARTTLS when it is hidden, but takes it', async () => {
    const server = await start({ starttls: 'hidden' })
    await send(server)
    expect(server.messages).toMatchObject([{ secure: true }])
  })

  it('knows no STARTTLS when it is refused', async () => {
    const server = await start({ starttls: 'refused' })
    await expect(send(server)).rejects.toThrow(/STARTTLS/)
    expect(server.messages).toHaveLength(0)
  })

  it('shows a certificate that does not fit', async () => {
    await expect(send(await start({ leaf: ca.issue({ hosts: ['elsewhere.test'] }) }))).rejects.toThrow(
      /altnames/,
    )
  })

  it('hands messages on, and says so when that fails', async () => {
    const seen: string[][] = []
    const server = await start({
      onMessage(message) {
        seen.push(message.to)
        if (seen.length > 1) throw new Error('mailbox full')
      },
    })
    await send(server)
    await expect(send(server)).rejects.toMatchObject({ responseCode: 451 })
    expect(seen).toHaveLength(2)
  })
})
