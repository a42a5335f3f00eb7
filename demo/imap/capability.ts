import type { Quirks } from './quirks.ts'

/** The capability line, as Outlook.com showed it in September 2026 (IDLE by a switch). */
export function capabilities(state: { signedIn: boolean; passwords: boolean; quirks: Quirks }): string {
  const { signedIn, passwords, quirks } = state
  return [
    'IMAP4',
    'IMAP4rev1',
    ...(signedIn || passwords ? ['AUTH=PLAIN'] : []),
    'AUTH=XOAUTH2',
    ...(passwords || signedIn ? [] : ['LOGINDISABLED']),
    ...(quirks.saslIr ? ['SASL-IR'] : []),
    'UIDPLUS',
    'MOVE',
    'ID',
    'UNSELECT',
    ...(signedIn ? ['CLIENTACCESSRULES', 'CLIENTNETWORKPRESENCELOCATION', 'BACKENDAUTHENTICATE'] : []),
    'CHILDREN',
    ...(quirks.idle ? ['IDLE'] : []),
    'NAMESPACE',
    'LITERAL+',
    ...(signedIn && quirks.imap4rev2 ? ['ENABLE', 'IMAP4rev2'] : []),
  ].join(' ')
}
