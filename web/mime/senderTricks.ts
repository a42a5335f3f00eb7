import type { Address } from '../../shared/mail/address.ts'
import { readAuthors } from './authors.ts'
import { brandInName, imitatesBrand, siteOf } from './brands.ts'
import {
  asRead,
  FILE_ENDING,
  isLookAlike,
  isUnder,
  MAIL_AMONG_WORDS,
  SITE_AMONG_WORDS,
  toAsciiDomain,
} from './lookAlike.ts'
import { unicodeDomain } from './punycode.ts'

/** What is odd about who a message says it is from; a key of the texts under `opened.sender`. */
export type SenderTrick =
  /** Programs read different authors in its From line. */
  | { kind: 'twoReadings'; addresses: string }
  | { kind: 'several'; addresses: string }
  | { kind: 'nobody' }
  | { kind: 'nameHoldsAddress'; shown: string; real: string }
  | { kind: 'nameHoldsSite'; shown: string; real: string }
  | { kind: 'nameHoldsBrand'; shown: string; real: string }
  /** Characters that turn text around: what one sees is not what stands there. */
  | { kind: 'turned'; real: string }
  | { kind: 'lookAlikeDomain'; domain: string; ascii: string }
  /** Where an answer would go. Honest mailings do so too: no alarm. */
  | { kind: 'answerElsewhere'; reply: string; real: string }

export interface SenderFacts {
  from: readonly Address[]
  replyTo: readonly Address[]
  /** The From lines of the header as they came; `undefined` until it is here. */
  fromLines?: readonly string[] | undefined
  /** It was sent to many at once: a list's, a newsletter's. */
  bulk: boolean
}

/** Addresses named in one warning. */
const MAX_NAMED = 5

/** All that is odd, the gravest first. The real address is always shown beside the name. */
export function senderTricks({ from, replyTo, fromLines, bulk }: SenderFacts): SenderTrick[] {
  const tricks: SenderTrick[] = []
  const own = from.filter(({ address }) => address !== '')
  const read = fromLines && fromLines.length > 0 ? readAuthors(fromLines) : undefined
  const addresses = unique([...own, ...(read?.all ?? [])].map(({ address }) => address))
  if (addresses.length > 1) {
    const asServer = own.length > 1 && unique(own.map(({ address }) => address)).length === addresses.length
    const named = addresses.slice(0, MAX_NAMED).join(', ')
    tricks.push({ kind: asServer && read?.plain !== false ? 'several' : 'twoReadings', addresses: named })
  }
  if (addresses.length === 0 && (from.length > 0 || read)) tricks.push({ kind: 'nobody' })
  for (const author of own.length > 0 ? own : (read?.all ?? [])) tricks.push(...tricksOf(author))
  const [first] = own
  const [reply] = replyTo
  if (first && reply && reply.address !== '' && !bulk) {
    if (siteOf(domainOf(reply.address)) !== siteOf(domainOf(first.address)))
      tricks.push({ kind: 'answerElsewhere', reply: reply.address, real: first.address })
  }
  return tricks.slice(0, MAX_NAMED)
}

/** Those of one author: at most one about the name, one about the domain. */
function tricksOf({ name, address: real }: Address): SenderTrick[] {
  const found: SenderTrick[] = []
  const domain = domainOf(real)
  const inName = trickOfName(name, real, domain)
  if (inName) found.push(inName)
  const unicode = unicodeDomain(domain)
  if (isLookAlike(unicode) || imitatesBrand(domain))
    found.push({ kind: 'lookAlikeDomain', domain: unicode, ascii: siteOf(toAsciiDomain(domain)) })
  return found
}

function trickOfName(name: string, real: string, domain: string): SenderTrick | undefined {
  // `"valid@example.net"@evil.example`: the part before the last @ shows an address.
  const local = real.slice(0, real.lastIndexOf('@')).replace(/^"(.*)"$/, '$1')
  if (local.includes('@')) return { kind: 'nameHoldsAddress', shown: local, real }
  // Overrides only: marks of direction stand in honest Arabic and Hebrew names.
  if (/[\u202d\u202e]/.test(name)) return { kind: 'turned', real }
  const read = asRead(name)
    .replace(/\s*(?:@|[([{]\s*at\s*[)\]}])\s*/gi, '@')
    .replace(/(@\S*?)\s*[([{]\s*dot\s*[)\]}]\s*/gi, '$1.')
  const shown = MAIL_AMONG_WORDS.exec(read)?.[0]
  // A handle (`Anna @ Rossi`) has no dot behind its sign.
  if (shown?.slice(shown.lastIndexOf('@')).includes('.'))
    return shown.toLowerCase() === real.toLowerCase() ? undefined : { kind: 'nameHoldsAddress', shown, real }
  const site = SITE_AMONG_WORDS.exec(read)?.[1]
  if (site !== undefined && !FILE_ENDING.test(site)) {
    if (!isUnder(domain, site) && siteOf(domain) !== siteOf(site))
      return { kind: 'nameHoldsSite', shown: site, real }
    return undefined
  }
  const brand = brandInName(read, domain)
  return brand === undefined ? undefined : { kind: 'nameHoldsBrand', shown: brand, real }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

function unique(addresses: readonly string[]): string[] {
  return [...new Map(addresses.map((one) => [one.toLowerCase(), one])).values()]
}
