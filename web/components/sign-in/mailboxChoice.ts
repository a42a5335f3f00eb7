import type { OtherMailbox } from '../../auth/types.ts'

/** Which mailbox somebody asks for; `invalid` while what is typed is no address. */
export type MailboxChoice = { kind: 'own' } | { kind: 'invalid' } | { kind: 'other'; mailbox: OtherMailbox }
