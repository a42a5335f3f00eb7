import type { Quirks, StructureDefect } from './imap/quirks.ts'
import { FOLDER_NAMES, type MailStore } from './imap/store.ts'
import type { SmtpCut, SmtpQuirks, SmtpRefusal } from './smtp/quirks.ts'

/**
 * What a mail service does to its users, by name: each is a switch of the demo, at its start or while it runs. `amount` is
 * what stands behind a colon: `serverUnavailable:3`.
 */
export interface Behaviour {
  /** One line for who runs the demo. */
  about: string
  /** What the amount counts, and what it is when none is given. */
  amount?: { of: string; usual: number }
  imap?: (amount: number) => Partial<Quirks>
  smtp?: (amount: number) => Partial<SmtpQuirks>
  folders?: keyof typeof FOLDER_NAMES
}

const TIMES = { of: 'times', usual: Infinity }

const refuses =
  (at: SmtpRefusal['at'], code: number, text: string) =>
  (times: number): Partial<SmtpQuirks> => ({ refusal: { at, code, text, times } })
const cuts =
  (at: SmtpCut['at']) =>
  (times: number): Partial<SmtpQuirks> => ({ cut: { at, times } })
const defect = (bodystructureDefects: StructureDefect | true) => (): Partial<Quirks> => ({
  bodystructureDefects,
})

export const BEHAVIOURS = {
  idle: { about: 'offers IDLE', imap: () => ({ idle: true }) },
  noSaslIr: { about: 'takes no initial response', imap: () => ({ saslIr: false }) },
  slow: {
    about: 'every IMAP command takes a while',
    amount: { of: 'milliseconds', usual: 300 },
    imap: (latencyMs) => ({ latencyMs }),
  },
  throttled: {
    about: 'throttles after forty commands, and names a time',
    amount: { of: 'milliseconds', usual: 20_000 },
    imap: (backoffMs) => ({ throttle: { afterCommands: 40, backoffMs } }),
  },
  throttledBye: {
    about: 'the same, and ends the connection',
    amount: { of: 'milliseconds', usual: 20_000 },
    imap: (backoffMs) => ({ throttle: { afterCommands: 40, backoffMs, bye: true } }),
  },
  serverUnavailable: {
    about: '"NO Server Unavailable. 15" to right sign-ins',
    amount: { of: 'sign-ins', usual: 3 },
    imap: (serverUnavailable) => ({ serverUnavailable }),
  },
  connectionLimit: {
    about: 'takes so many connections of a user and no more',
    amount: { of: 'connections', usual: 1 },
    imap: (connectionLimit) => ({ connectionLimit }),
  },
  notConnected: {
    about: '"User is authenticated but not connected"',
    imap: () => ({ authenticatedButNotConnected: true }),
  },
  silentTokenExpiry: {
    about: 'says nothing when a token dies',
    imap: () => ({ tokenExpiryBye: false }),
  },
  imap4rev2: {
    about: 'offers ENABLE IMAP4rev2, and has no SEARCH after it',
    imap: () => ({ imap4rev2: true }),
  },
  unretrievable: {
    about: 'lists every third message of the inbox without handing it out',
    imap: () => ({ unretrievable: (uid: number, path: string) => path === 'INBOX' && uid % 3 === 0 }),
  },
  unretrievablePeek: {
    about: 'lists every third message of the inbox, and hands out a substitute without PEEK',
    imap: () => ({
      unretrievable: (uid: number, path: string) => path === 'INBOX' && uid % 3 === 0,
      substitute: true,
    }),
  },
  bodystructureDefects: { about: 'BODYSTRUCTURE with all three defects, by turns', imap: defect(true) },
  nilBody: { about: 'BODYSTRUCTURE: a body without type', imap: defect('nilBody') },
  bareInline: { about: 'BODYSTRUCTURE: a disposition that is no list', imap: defect('bareInline') },
  strayDescription: { about: 'BODYSTRUCTURE: a description where none is', imap: defect('strayDescription') },
  wrongSize: { about: 'RFC822.SIZE is not that of the bytes', imap: () => ({ wrongSize: true }) },
  emptyCopyuid: { about: 'an empty COPYUID after COPY and MOVE', imap: () => ({ emptyCopyuid: true }) },
  moveFails: { about: 'refuses MOVE', imap: () => ({ moveFails: true }) },
  copyFails: { about: 'refuses COPY', imap: () => ({ copyFails: true }) },
  sharedMailboxRefused: {
    about: 'opens no shared mailbox with the token of somebody else',
    imap: () => ({ sharedRefused: true }),
  },
  controlCharacterFolder: {
    about: 'lists a folder whose name has a control character',
    imap: () => ({ controlCharacterFolder: true }),
  },
  workFolderNames: { about: 'Sent Items, Deleted Items, Junk Email', folders: 'work' },
  localisedFolderNames: { about: 'Posta inviata, Posta eliminata, Bozze', folders: 'italian' },

  smtpSharedSignIn: {
    about: 'takes SMTP AUTH as a shared mailbox, which Exchange refuses with 535 5.7.3',
    smtp: () => ({ sharedSignIn: true }),
  },
  smtpSharedSentCopy: {
    about: 'puts what is sent as a shared mailbox into its Sent folder, too',
    smtp: () => ({ sharedSentCopy: true }),
  },
  smtpAuthDisabled: {
    about: 'SMTP AUTH is off for the tenant',
    amount: TIMES,
    smtp: refuses(
      'authenticate',
      535,
      '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
    ),
  },
  smtpAuthDisabledMailbox: {
    about: 'SMTP AUTH is off for the mailbox',
    amount: TIMES,
    smtp: refuses(
      'authenticate',
      535,
      '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.',
    ),
  },
  smtpAuthRefused: {
    about: 'SMTP does not take the token',
    amount: TIMES,
    smtp: refuses('authenticate', 535, '5.7.3 Authentication unsuccessful'),
  },
  smtpAuthUnsupported: {
    about: 'SMTP does not know XOAUTH2',
    amount: TIMES,
    smtp: refuses('authenticate', 504, '5.7.4 Unrecognized authentication type'),
  },
  smtpSendAsDenied: {
    about: 'may not send as From, told at MAIL',
    amount: TIMES,
    smtp: refuses('sender', 550, '5.7.60 SMTP; Client does not have permissions to send as this sender'),
  },
  smtpSendAsDeniedLate: {
    about: 'may not send as From, told after the message',
    amount: TIMES,
    smtp: refuses(
      'message',
      554,
      '5.2.252 SendAsDenied; not allowed to send as this sender; STOREDRV.Submission.Exception:SendAsDeniedException',
    ),
  },
  smtpTooManyConnections: {
    about: '432: too many connections at once',
    amount: TIMES,
    smtp: refuses(
      'authenticate',
      432,
      '4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending',
    ),
  },
  smtpUnavailable: {
    about: '421 instead of a greeting',
    amount: TIMES,
    smtp: refuses('connect', 421, '4.3.2 Service not available'),
  },
  smtpRateLimited: {
    about: 'more than 30 messages a minute',
    amount: TIMES,
    smtp: refuses('sender', 451, '4.7.0 Too many messages per minute, message rate exceeded'),
  },
  smtpDailyLimit: {
    about: 'the daily limit for recipients is reached',
    amount: TIMES,
    smtp: refuses(
      'recipient',
      550,
      "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    ),
  },
  smtpMailboxFull: {
    about: '452: the recipient’s mailbox is full for now',
    amount: TIMES,
    smtp: refuses('recipient', 452, '4.2.2 Mailbox full'),
  },
  smtpTooManyRecipients: {
    about: '452: too many recipients',
    amount: TIMES,
    smtp: refuses('recipient', 452, '4.5.3 Too many recipients'),
  },
  smtpBlockedSender: {
    about: 'blocked as a spammer',
    amount: TIMES,
    smtp: refuses('sender', 550, '5.1.8 Access denied, bad outbound sender AS(42004)'),
  },
  smtpSpamDetected: {
    about: 'blocked as a spammer, told after the message',
    amount: TIMES,
    smtp: refuses('message', 550, '5.7.501 Access denied, spam abuse detected'),
  },
  smtpUnregisteredDomain: {
    about: 'the domain may not send',
    amount: TIMES,
    smtp: refuses(
      'message',
      550,
      '5.7.750 Service unavailable. Client blocked from sending from unregistered domains',
    ),
  },
  smtpSizeAnnounced: {
    about: 'takes small messages only, and EHLO says so',
    amount: { of: 'bytes', usual: 1_000 },
    smtp: (maxBytes) => ({ maxBytes, announcesSize: true }),
  },
  smtpTooLarge: {
    about: 'takes small messages only, told after the message',
    amount: { of: 'bytes', usual: 1_000 },
    smtp: (maxBytes) => ({ maxBytes, announcesSize: false }),
  },
  smtpSenderRefused: {
    about: 'does not take the sender',
    amount: TIMES,
    smtp: refuses('sender', 550, '5.7.1 Sender not allowed here'),
  },
  smtpRecipientRefused: {
    about: 'does not know the recipients',
    amount: TIMES,
    smtp: refuses('recipient', 550, '5.1.1 User unknown'),
  },
  smtpMessageRefused: {
    about: 'does not take the message',
    amount: TIMES,
    smtp: refuses('message', 554, '5.6.0 Message refused'),
  },
  smtpServiceRefused: {
    about: 'greets with a refusal',
    amount: TIMES,
    smtp: refuses('connect', 554, '5.3.2 This host does not serve you'),
  },
  smtpCutAtConnect: {
    about: 'ends the connection before the greeting',
    amount: TIMES,
    smtp: cuts('connect'),
  },
  smtpCutAtAuth: { about: 'ends the connection at AUTH', amount: TIMES, smtp: cuts('authenticate') },
  smtpCutAtMail: { about: 'ends the connection at MAIL', amount: TIMES, smtp: cuts('sender') },
  smtpCutAtRcpt: { about: 'ends the connection at RCPT', amount: TIMES, smtp: cuts('recipient') },
  smtpCutAtDot: {
    about: 'ends the connection after the message, which is lost',
    amount: TIMES,
    smtp: cuts('message'),
  },
  smtpCutAfterDot: {
    about: 'ends the connection after the message, which is delivered',
    amount: TIMES,
    smtp: cuts('answer'),
  },
} as const satisfies Record<string, Behaviour>

export type BehaviourName = keyof typeof BEHAVIOURS

/** A name, and the amount behind its colon. */
export type Switched = BehaviourName | `${BehaviourName}:${number}`

/** What the switches move. */
export interface Switchable {
  imap: Quirks
  smtp: SmtpQuirks
  store: MailStore
}

/** @returns a function that turns on these behaviours and no others; with none, everything is as it was when this was made. */
export function createSwitches({ imap, smtp, store }: Switchable): (switched: readonly Switched[]) => void {
  const usualImap = { ...imap }
  const usualSmtp = { ...smtp }
  let folders: keyof typeof FOLDER_NAMES = 'personal'
  return (switched) => {
    Object.assign(imap, usualImap)
    Object.assign(smtp, usualSmtp)
    let names: keyof typeof FOLDER_NAMES = 'personal'
    for (const text of switched) {
      const [name = '', given] = text.split(':')
      const behaviour: Behaviour = BEHAVIOURS[name as BehaviourName]
      const amount = given === undefined ? (behaviour.amount?.usual ?? 1) : Number(given)
      Object.assign(imap, behaviour.imap?.(amount))
      Object.assign(smtp, behaviour.smtp?.(amount))
      names = behaviour.folders ?? names
    }
    if (names === folders) return
    folders = names
    for (const account of store.accounts.values()) account.nameDefaultFolders(FOLDER_NAMES[names])
  }
}

/** Names that are none, or amounts that are no numbers; `message` lists what there is. */
export class BehaviourError extends Error {
  constructor(wrong: readonly string[]) {
    const known = Object.entries<Behaviour>(BEHAVIOURS).map(
      ([name, { about, amount }]) => `  ${name}${amount ? `[:${amount.of}]` : ''}: ${about}`,
    )
    super(
      `PONTE_DEMO_BEHAVIOUR: ${wrong.map((name) => JSON.stringify(name)).join(', ')} is no behaviour of the demo. There are:\n${known.join('\n')}`,
    )
    this.name = 'BehaviourError'
  }
}

/**
 * Reads names apart by commas or line breaks; `#` begins a comment.
 * @throws {BehaviourError}
 */
export function parseBehaviours(text: string): Switched[] {
  const names = text
    .replace(/#.*/g, '')
    .split(/[\s,]+/)
    .filter(Boolean)
  const wrong = names.filter((name) => !isSwitched(name))
  if (wrong.length > 0) throw new BehaviourError(wrong)
  return names as Switched[]
}

function isSwitched(text: string): boolean {
  const [, name = '', given] = /^(\w+)(?::(\d{1,9}))?$/.exec(text) ?? []
  if (!Object.hasOwn(BEHAVIOURS, name)) return false
  const behaviour: Behaviour = BEHAVIOURS[name as BehaviourName]
  return given === undefined || behaviour.amount !== undefined
}
