import type { Address } from '../../../shared/mail/address.ts'
import { formatAddress, parseAddressList } from '../../mime/addressList.ts'
import { MAX_SUGGESTIONS } from './composeLimits.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { useMessages } from '../list/messages.ts'
import { useSession } from '../session/session.ts'

export interface Suggestion extends Address {
  /** As it is put into a field. */
  text: string
}

/** Addresses seen in this session, for completion: of the rows that were loaded, and of what was sent. Nothing is kept. */
export const useAddressBook = defineKeyedStore('addressBook', (accountId) => {
  const session = useSession(accountId)
  const messages = useMessages(accountId)
  const seen = new Map<string, Address & { weight: number }>()
  let readPlaces: unknown

  function note({ name, address }: Address, weight: number): void {
    const key = address.toLowerCase()
    if (!address.includes('@') || key === session.user.toLowerCase()) return
    const known = seen.get(key)
    seen.set(key, { name: name || known?.name || '', address, weight: (known?.weight ?? 0) + weight })
  }

  /** Whom one wrote to counts more than who wrote. */
  function remember(recipients: readonly string[]): void {
    for (const one of parseAddressList(recipients.join('\n')).addresses) note(one, 20)
  }

  function readRows(): void {
    if (readPlaces === messages.places) return
    readPlaces = messages.places
    for (const { envelope } of messages.knownRows()) {
      if (!envelope) continue
      for (const one of envelope.from) note(one, 2)
      for (const one of [...envelope.to, ...envelope.cc]) note(one, 1)
    }
  }

  /** @param taken Addresses that are in the message already. */
  function suggest(typed: string, taken: readonly string[]): Suggestion[] {
    const words = fold(typed).split(/\s+/).filter(Boolean)
    if (words.length === 0) return []
    readRows()
    const used = new Set(taken.map((one) => one.toLowerCase()))
    return [...seen.values()]
      .filter((one) => !used.has(one.address.toLowerCase()) && words.every((word) => matches(one, word)))
      .sort((a, b) => b.weight - a.weight || a.address.localeCompare(b.address))
      .slice(0, MAX_SUGGESTIONS)
      .map(({ name, address }) => ({ name, address, text: formatAddress({ name, address }) }))
  }

  return { remember, suggest }
})

/** At the beginning of a name, of the address or of its domain. */
function matches({ name, address }: Address, word: string): boolean {
  return fold(`${name} ${address}`)
    .split(/[\s@._-]+/)
    .concat(fold(address))
    .some((part) => part.startsWith(word))
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
