import { setTimeout as delay } from 'node:timers/promises'
import { type Command, CommandRefusedError } from './command.ts'
import { COMMANDS } from './commands/registry.ts'
import type { Quirks } from './quirks.ts'
import type { RawCommand } from './readCommand.ts'
import { BadCharsetError } from './search/parse.ts'
import { MessageSetError } from './sequence.ts'
import type { Session } from './session.ts'
import { StoreError } from './store.ts'
import { CommandSyntaxError, Cursor } from './wire/cursor.ts'
import { LineTooLongError } from './wire/reader.ts'

const TAG = /[!#$&',\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]{1,100}/y

/** Runs one command and sends everything it answers, the tagged response last. */
export async function execute(session: Session, raw: RawCommand): Promise<void> {
  const { quirks } = session.server
  if (quirks.latencyMs > 0) await delay(quirks.latencyMs)
  const cursor = new Cursor(raw.text, raw.literals)
  const tag = cursor.match(TAG)
  if (tag === undefined || !cursor.take(' ')) {
    session.send(`${tag ?? '*'} BAD Command Error. 10`)
    return
  }
  let name = (cursor.match(/[A-Z]+/iy) ?? '').toUpperCase()
  const byUid = name === 'UID' && cursor.take(' ')
  if (byUid) name = (cursor.match(/[A-Z]+/iy) ?? '').toUpperCase()
  const command = COMMANDS.get(name)
  if (!command || (byUid ? !command.uid : command.uid === 'only') || isOff(name, quirks)) {
    session.send(`${tag} BAD Command Error. 12`)
    return
  }
  const refusal = refusalOf(session, { name, command })
  if (refusal) {
    session.send(`${tag} ${refusal.text}`)
    if (refusal.bye) session.close('Connection closed. 14')
    return
  }
  const answer = await outcome(session, { command, cursor, byUid, name })
  session.send(`${tag} ${answer}`)
  if (name === 'LOGOUT' && answer.startsWith('OK')) session.close()
}

/** Commands that only a switch gives. */
function isOff(name: string, quirks: Quirks): boolean {
  return (name === 'IDLE' && !quirks.idle) || (name === 'ENABLE' && !quirks.imap4rev2)
}

function refusalOf(
  session: Session,
  call: { name: string; command: Command },
): { text: string; bye?: boolean } | undefined {
  const { server, user } = session
  const { state } = call.command
  if (user !== undefined && call.name !== 'LOGOUT') {
    const throttled = server.throttling.refusal(user, server.quirks.throttle)
    if (throttled) return { text: `BAD ${throttled}`, bye: server.quirks.throttle?.bye === true }
    if (server.quirks.authenticatedButNotConnected && call.name !== 'CAPABILITY') {
      session.notConnected += 1
      return { text: 'BAD User is authenticated but not connected.', bye: session.notConnected > 1 }
    }
  }
  const allowed =
    state === 'any' ||
    (state === 'notAuthenticated' && user === undefined) ||
    (state === 'authenticated' && user !== undefined) ||
    (state === 'selected' && session.view !== undefined)
  return allowed ? undefined : { text: 'BAD Command received in Invalid state.' }
}

async function outcome(
  session: Session,
  call: { command: Command; cursor: Cursor; byUid: boolean; name: string },
): Promise<string> {
  const { command, cursor, byUid, name } = call
  try {
    const text = await command.run({ session, cursor, byUid })
    session.report({ allowExpunge: byUid || command.keepsSequence !== true })
    return `OK ${text ?? `${byUid ? 'UID ' : ''}${name} completed.`}`
  } catch (error) {
    if (
      error instanceof CommandSyntaxError ||
      error instanceof MessageSetError ||
      error instanceof LineTooLongError // a continuation line; a command's own is met where it is read
    )
      return `BAD ${error.message}`
    if (
      error instanceof CommandRefusedError ||
      error instanceof StoreError ||
      error instanceof BadCharsetError
    )
      return `NO ${Buffer.from(error.message).toString('latin1')}`
    session.server.onError(error)
    return `NO Server error. 1`
  }
}
