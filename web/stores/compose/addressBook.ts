import type { Address } from '../../../shared/mail/address.ts'
import { isNoReply, marked, wordsOf } from '../../index/personWords.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { formatAddress, parseAddressList } from '../../mime/addressList.ts'
import { useFolders } from '../folders/index.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { isAmong } from '../../mime/reply.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { useMailbox } from '../mailbox/index.ts'
import { useSenders } from '../session/index.ts'
import { MAX_FORGOTTEN, MAX_SCREEN_ROWS, MAX_SUGGESTIONS } from './limits.ts'
import { useWritingSettings, type WritingStore } from './writingSettings.ts'

export interface Suggestion extends Address {
  /** The text that goes into a recipient field. */
  text: string
}

export interface AddressBookOptions {
  own: () => readonly string[]
  /** The rows of the list; the same object as long as they are the same. */
  rows: () => ReadonlyMap<number, ListRow>
  /** Whom the headers at hand know, best first. */
  people: (typed: string, without: readonly string[], limit: number) => Promise<Address[]>
  /** Whom an address never written to may be a slip of. */
  resembled: (address: string) => Promise<Address | undefined>
  kept: WritingStore
}

const NO_ROWS: ReadonlyMap<number, ListRow> = new Map()

/** Completes addresses: whom this page wrote to, then whom the header index knows, then who is on screen. */
export function createAddressBook({ own, rows, people, resembled, kept }: AddressBookOptions) {
  /** Since the page was loaded, the latest last: they may not be in the index yet. */
  const written = new Map<string, Address>()

  function remember(recipients: readonly string[]): void {
    const { addresses } = parseAddressList(recipients.join('\n'))
    for (const { name, address } of addresses) {
      const key = address.toLowerCase()
      const before = written.get(key)
      written.delete(key)
      written.set(key, { name: name || (before?.name ?? ''), address })
    }
    const again = new Set(addresses.map(({ address }) => address.toLowerCase()))
    if (kept.now.forgotten.some((one) => again.has(one)))
      kept.change((now) => ({ forgotten: now.forgotten.filter((one) => !again.has(one)) }))
  }

  function onScreen(): Address[] {
    // The index knows the rest; without one, a list may be as long as it likes.
    return [...rows().values()]
      .slice(-MAX_SCREEN_ROWS)
      .flatMap(({ envelope }) => (envelope ? [...envelope.from, ...envelope.to, ...envelope.cc] : []))
  }

  /** @param taken Addresses that the message has already. */
  async function suggest(typed: string, taken: readonly string[]): Promise<Suggestion[]> {
    const words = wordsOf(typed)
    const unwanted = [...own(), ...taken, ...kept.now.forgotten].map((address) => address.toLowerCase())
    // Without an index, or with one that fails, what is at hand is still offered.
    const known = await people(typed, unwanted, MAX_SUGGESTIONS).catch(() => [])
    if (words.length === 0) return []
    const fits = ({ name, address }: Address): boolean => {
      const text = `${marked(name)} ${marked(address)}`
      return address.includes('@') && words.every((word) => text.includes(word))
    }
    const found = new Map<string, Address>()
    for (const one of [
      ...[...written.values()].reverse().filter(fits),
      ...known,
      ...onScreen().filter(fits),
    ]) {
      const key = one.address.toLowerCase()
      const before = found.get(key)
      if (before ? before.name === '' : !unwanted.includes(key)) found.set(key, one)
    }
    const isDeaf = ({ address }: Address): number => Number(isNoReply(address))
    return [...found.values()]
      .sort((a, b) => isDeaf(a) - isDeaf(b))
      .slice(0, MAX_SUGGESTIONS)
      .map(({ name, address }) => ({ name, address, text: formatAddress({ name, address }) }))
  }

  /** It is suggested no more, until somebody writes to it. @returns takes that back */
  function forget(address: string): () => void {
    const key = address.toLowerCase()
    const others = (now: { forgotten: readonly string[] }) => now.forgotten.filter((one) => one !== key)
    written.delete(key)
    kept.change((now) => ({ forgotten: [...others(now), key].slice(-MAX_FORGOTTEN) }))
    return () => kept.change((now) => ({ forgotten: others(now) }))
  }

  /** Somebody well known whose address this one, never written to, resembles. */
  async function lookAlike(address: string): Promise<Suggestion | undefined> {
    if (written.has(address.toLowerCase()) || isAmong(address, own())) return undefined
    const found = await resembled(address).catch(() => undefined)
    return found && { ...found, text: formatAddress(found) }
  }

  /** So that the first letter typed finds all ready. */
  const prepare = (): void => void people('', [], 0).catch(() => undefined)

  return { remember, suggest, forget, prepare, lookAlike }
}

export const useAddressBook = defineKeyedStore('addressBook', (accountId) => {
  const mailbox = useMailbox(accountId)
  const senders = useSenders(accountId)
  const folders = useFolders(accountId)
  const headers = useHeaderIndex(accountId)
  /** Who writes there is nobody to write to. */
  const strange = (): (string | undefined)[] =>
    (['junk', 'trash', 'drafts'] as const).map((use) => folders.pathFor(use))
  return createAddressBook({
    own: () => senders.addresses,
    rows: () => {
      const { mailbox: open, path } = mailbox.model
      return open && !strange().includes(path) ? open.rows : NO_ROWS
    },
    people: (typed, without, limit) =>
      headers.people({
        ...{ typed, without, limit },
        sent: folders.pathFor('sent'),
        not: strange(),
      }),
    resembled: (address) => headers.resembled(address, folders.pathFor('sent')),
    kept: useWritingSettings(accountId),
  })
})
