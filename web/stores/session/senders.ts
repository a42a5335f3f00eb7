import type { Sender } from '../../mime/senders.ts'
import { sendersOf } from '../../mime/senders.ts'
import { useSettings } from '../kit/settings.ts'
import { useSession } from './session.ts'

/** Whom an account sends as. Stored with the account in this browser, until signing out. */
export interface Senders {
  /** The default first; empty while nobody has said the account's address. */
  readonly list: readonly Sender[]
  /** Every address that is "me". */
  readonly addresses: readonly string[]
  set(list: readonly Sender[]): void
}

export function useSenders(accountId: string): Senders {
  const { address, name } = useSession(accountId)
  const settings = useSettings()
  const own = address === undefined ? undefined : { name, address }
  const list = (): readonly Sender[] => sendersOf(own, settings.personal.senders[accountId] ?? [])
  return {
    get list() {
      return list()
    },
    get addresses() {
      const all = list().map((one) => one.address)
      return own && !all.includes(own.address) ? [...all, own.address] : all
    },
    set: (next) => settings.setSenders(accountId, next),
  }
}
