import type { Address } from '../../../shared/mail/address.ts'
import { fold } from '../../index/fold.ts'
import { formatAddress, parseAddressList } from '../../mime/addressList.ts'
import { isAmong } from '../../mime/reply.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { useMailbox } from '../mailbox/index.ts'
import { useSenders } from '../session/index.ts'
import { MAX_SUGGESTIONS } from './limits.ts'

export interface Suggestion extends Address {
  /** The text that goes into a recipient field. */
  text: string
}

const NO_ROWS: ReadonlyMap<number, ListRow> = new Map()

/** How much a sighting of an address counts: somebody one wrote to matters more than somebody who wrote. */
const WEIGHT = { writtenTo: 20, sender: 2, recipient: 1 }

/** @param rows The rows of the list; the same object as long as they are the same. */
export function createAddressBook(own: () => readonly string[], rows: () => ReadonlyMap<number, ListRow>) {
  const seen = new Map<string, Address & { weight: number }>()
  let readRows: ReadonlyMap<number, ListRow> | undefined

  function note({ name, address }: Address, weight: number): void {
    const key = address.toLowerCase()
    if (!address.includes('@') || isAmong(address, own())) return
    const known = seen.get(key)
    seen.set(key, { name: name || known?.name || '', address, weight: (known?.weight ?? 0) + weight })
  }

  function remember(recipients: readonly string[]): void {
    for (const address of parseAddressList(recipients.join('\n')).addresses) note(address, WEIGHT.writtenTo)
  }

  function read(): void {
    if (readRows === rows()) return
    readRows = rows()
    for (const { envelope } of readRows.values()) {
      if (!envelope) continue
      for (const address of envelope.from) note(address, WEIGHT.sender)
      for (const address of [...envelope.to, ...envelope.cc]) note(address, WEIGHT.recipient)
    }
  }

  /** @param taken Addresses that the message has already. */
  function suggest(typed: string, taken: readonly string[]): Suggestion[] {
    const words = fold(typed).split(/\s+/).filter(Boolean)
    if (words.length === 0) return []
    read()
    const used = new Set(taken.map((address) => address.toLowerCase()))
    return [...seen.values()]
      .filter(
        (entry) => !used.has(entry.address.toLowerCase()) && words.every((word) => matches(entry, word)),
      )
      .sort((a, b) => b.weight - a.weight || a.address.localeCompare(b.address))
      .slice(0, MAX_SUGGESTIONS)
      .map(({ name, address }) => ({ name, address, text: formatAddress({ name, address }) }))
  }

  return { remember, suggest }
}

/** Completes addresses seen since the page was loaded: in the rows of the list and in sent messages. Stores nothing. */
export const useAddressBook = defineKeyedStore('addressBook', (accountId) => {
  const mailbox = useMailbox(accountId)
  const senders = useSenders(accountId)
  return createAddressBook(
    () => senders.addresses,
    () => mailbox.model.mailbox?.rows ?? NO_ROWS,
  )
})

/** A word matches at the beginning of a name, of the address or of its domain. */
function matches({ name, address }: Address, word: string): boolean {
  return fold(`${name} ${address}`)
    .split(/[\s@._-]+/)
    .concat(fold(address))
    .some((part) => part.startsWith(word))
}
