import type { Address } from '../../../shared/mail/address.ts'
import type { BodyPart } from '../../../shared/mail/bodyStructure.ts'
import type { Envelope } from '../../../shared/mail/message.ts'
import { isAmong } from '../../mime/reply.ts'

/** Writers of a conversation named in its row. */
const MAX_WRITERS = 3

/** Names for people: the display name, else the address; `me` for oneself. */
export function personName(person: Address, own: readonly string[], me: string): string {
  if (person.address !== '' && isAmong(person.address, own)) return me
  return person.name.trim() || person.address
}

/** What a row shows of its conversation. */
export interface RowConversation {
  people: readonly { name: string; address: string }[]
  /** Messages in all. */
  count: number
  /** Whether there are older messages here to show below. */
  foldable: boolean
  unfolded: boolean
}

/** Who wrote in a conversation, oldest first: the first name of each where there are several, the middle left out of many. */
export function writersOf(
  people: RowConversation['people'],
  { own, me }: { own: readonly string[]; me: string },
): string {
  const names = people.map((one) => personName(one, own, me)).filter((name) => name !== '')
  if (names.length < 2) return names.join('')
  const short = names.map(shortName)
  return short.length <= MAX_WRITERS
    ? short.join(', ')
    : [...short.slice(0, 1), '…', ...short.slice(1 - MAX_WRITERS)].join(' ')
}

/** The given name, of "Given Family" and of "Family, Given"; an address or a name of one word is left as it is. */
function shortName(name: string): string {
  const given = /^[^,]+,\s*(\S+)/.exec(name)?.[1] ?? name.split(/\s+/)[0] ?? name
  return given.includes('@') ? name : given
}

/** Whom a message is from and to, as one line each; empty where nobody is named. */
export function peopleOf(
  envelope: Envelope | undefined,
  { own, me }: { own: readonly string[]; me: string },
): { from: string; to: string } {
  const names = (list: readonly Address[] | undefined): string =>
    (list ?? [])
      .map((one) => personName(one, own, me))
      .filter((name) => name !== '')
      .join(', ')
  return { from: names(envelope?.from) || names(envelope?.sender), to: names(envelope?.to) }
}

/** Whether the list marks it with a paper clip: a part that is meant as a file. Bounded, as mail can nest at will. */
export function hasAttachments(structure: BodyPart | undefined): boolean {
  let level = structure ? [structure] : []
  for (let depth = 0; depth < 20 && level.length > 0; depth++) {
    if (level.some(isFile)) return true
    level = level
      .flatMap((part) => (part.type.startsWith('multipart/') ? (part.children ?? []) : []))
      .slice(0, 500)
  }
  return false
}

function isFile(part: BodyPart): boolean {
  if (part.type.startsWith('multipart/')) return false
  if (part.disposition === 'attachment') return !/^application\/(?:pkcs7|pgp)-signature$/.test(part.type)
  if (part.id !== undefined && part.type.startsWith('image/')) return false
  const named = part.dispositionParameters['filename'] ?? part.parameters['name']
  return part.type === 'message/rfc822' || (named !== undefined && !part.type.startsWith('text/'))
}
