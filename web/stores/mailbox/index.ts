export { useMailbox } from './mailbox.ts'
export type { Departure } from './wishing.ts'
