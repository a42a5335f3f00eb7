export { useAccounts } from './accounts.ts'
export { usePulse } from './pulse.ts'
export { useSession, useSessionStore } from './session.ts'
export type { Session } from './sessionFace.ts'
