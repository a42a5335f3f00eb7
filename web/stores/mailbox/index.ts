export { type MailboxStore, useMailbox } from './mailbox.ts'
export type { Departure } from './wishing.ts'
