import type { MailboxState } from '../../shared/mail/mailbox.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { ImapConnection } from './connection.ts'
import type { ParsedResponse } from './library.ts'
import { canonical, mailboxArgument } from './mailboxName.ts'
import { decimalOf, isList, numberOf, responseCode, textsOf } from './tokens.ts'

/** A mailbox, and whether to change anything in it: SELECT or EXAMINE. */
export interface MailboxChoice {
  path: string
  readOnly: boolean
}

/**
 * SELECT or EXAMINE, RFC 3501 sections 6.3.1 and 6.3.2, in one round trip; imapflow's own would spend a LIST first.
 * A failed SELECT leaves no mailbox selected.
 */
export async function selectMailbox(
  connection: ImapConnection,
  options: MailboxChoice,
): Promise<MailboxState> {
  const state: MailboxState & { uidValidity: string } = {
    path: canonical(options.path),
    uidValidity: '0',
    exists: 0,
    flags: [],
    readOnly: options.readOnly,
  }
  connection.selected = undefined
  const argumentsOf = [mailboxArgument(options.path)]
  // Asked for with SELECT, CONDSTORE costs nothing and the server tells HIGHESTMODSEQ (RFC 7162 section 3.1.8).
  if (connection.hasCapability('CONDSTORE')) argumentsOf.push([{ type: 'ATOM', value: 'CONDSTORE' }])
  const tagged = await connection.exec(options.readOnly ? 'EXAMINE' : 'SELECT', argumentsOf, {
    untagged: {
      EXISTS: (response) => {
        state.exists = numberOf(response.command) ?? state.exists
      },
      FLAGS: (response) => {
        state.flags = textsOf(response.attributes?.[0])
      },
      OK: (response) => readCode(response, state),
    },
  })
  const access = responseCode(tagged)?.name
  if (access === 'READ-ONLY') state.readOnly = true
  if (state.uidValidity === '0') {
    // RFC 3501 lets a server without persistent UIDs leave UIDVALIDITY out; nothing here could be safe then.
    throw new PonteError('unsupported', { message: 'The mail server gives this mailbox no UIDVALIDITY.' })
  }
  connection.selected = state
  return { ...state }
}

function readCode(response: ParsedResponse, state: MailboxState): void {
  const code = responseCode(response)
  if (!code) return
  const [value] = code.arguments
  switch (code.name) {
    case 'UIDVALIDITY':
      state.uidValidity = decimalOf(value) ?? state.uidValidity
      break
    case 'UIDNEXT':
      setNumber(state, 'uidNext', numberOf(value))
      break
    case 'UNSEEN':
      setNumber(state, 'unseen', numberOf(value))
      break
    case 'HIGHESTMODSEQ': {
      const modSeq = decimalOf(value)
      if (modSeq !== undefined) state.highestModSeq = modSeq
      break
    }
    case 'PERMANENTFLAGS':
      if (isList(value)) state.permanentFlags = textsOf(value)
      break
  }
}

function setNumber(state: MailboxState, key: 'uidNext' | 'unseen', value: number | undefined): void {
  if (value !== undefined) state[key] = value
}
