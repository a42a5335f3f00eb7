import { parsePlain, parseXoauth2, XOAUTH2_CHALLENGE } from '../authenticate.ts'
import { type Command, type CommandCall, CommandRefusedError } from '../command.ts'
import type { Session } from '../session.ts'
import type { Account } from '../store.ts'
import { CommandSyntaxError } from '../wire/cursor.ts'

/** RFC 3501 section 6.2.2, with RFC 4959's initial response. */
export const authenticate: Command = {
  state: 'notAuthenticated',
  async run(call) {
    const { session, cursor } = call
    cursor.space()
    const mechanism = cursor.keyword()
    const passwords = session.server.authenticate.password !== undefined
    if (mechanism !== 'XOAUTH2' && !(mechanism === 'PLAIN' && passwords))
      throw new CommandRefusedError('Unsupported authentication mechanism.')
    const response = await initialResponse(call)
    if (response === '*') throw new CommandSyntaxError()
    await (mechanism === 'PLAIN' ? plain(call, response) : xoauth2(call, response))
    return undefined
  },
}

async function initialResponse({ session, cursor }: CommandCall): Promise<string> {
  if (cursor.atEnd) return (await session.prompt('')) ?? '*'
  if (!session.server.quirks.saslIr) throw new CommandSyntaxError(12)
  cursor.space()
  const response = cursor.astring()
  cursor.end()
  return response
}

async function xoauth2({ session }: CommandCall, response: string): Promise<void> {
  const credentials = parseXoauth2(response)
  const verdict =
    credentials && (await session.server.authenticate.token(credentials.user, credentials.token))
  const isRefused = verdict?.ok && verdict.isShared && session.server.quirks.sharedRefused
  const account = verdict?.ok && !isRefused ? session.server.store.account(verdict.user) : undefined
  if (!verdict?.ok || !account) {
    // The client must answer the challenge before it hears the verdict: with an empty line, or `*` to give up.
    const answer = await session.prompt(XOAUTH2_CHALLENGE)
    if (answer === '*') throw new CommandSyntaxError()
    throw new CommandRefusedError('AUTHENTICATE failed.')
  }
  admit(session, account)
  session.signIn(account, verdict)
}

async function plain({ session }: CommandCall, response: string): Promise<void> {
  const credentials = parsePlain(response)
  const accepted =
    credentials && (await session.server.authenticate.password?.(credentials.user, credentials.password))
  const account = accepted ? session.server.store.account(credentials.user) : undefined
  if (!account) throw new CommandRefusedError('AUTHENTICATE failed.')
  admit(session, account)
  session.signIn(account)
}

/** Who is right may be refused all the same, for a while. */
function admit({ server }: Session, { user }: Account): void {
  const { quirks } = server
  if (quirks.serverUnavailable > 0) {
    quirks.serverUnavailable -= 1
    throw new CommandRefusedError('Server Unavailable. 15')
  }
  const open = [...server.sessions].filter((one) => one.user === user && !one.closing).length
  if (open >= quirks.connectionLimit)
    throw new CommandRefusedError('[LIMIT] Too many connections for this mailbox.')
}

export const login: Command = {
  state: 'notAuthenticated',
  async run({ session, cursor }) {
    cursor.space()
    const user = Buffer.from(cursor.astring(), 'latin1').toString()
    cursor.space()
    const password = Buffer.from(cursor.astring(), 'latin1').toString()
    cursor.end()
    const accepted = await session.server.authenticate.password?.(user, password)
    const account = accepted ? session.server.store.account(user) : undefined
    if (!account) throw new CommandRefusedError('LOGIN failed.')
    admit(session, account)
    session.signIn(account)
    return undefined
  },
}
