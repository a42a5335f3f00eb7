import { isUnder, toAsciiDomain } from './lookAlike.ts'
import { unicodeDomain } from './punycode.ts'

/**
 * Names that phishing takes most (APWG's and Microsoft's yearly lists), by the label of the sites that are theirs: in every
 * country's domain, and in those named besides.
 */
const BRANDS: Readonly<Record<string, { words: RegExp; besides?: readonly string[] }>> = {
  adobe: { words: /^adobe\b/ },
  amazon: { words: /^amazon(?:\.com|\s(?:prime|web services|pay|support|security))?$/, besides: ['a2z.com'] },
  americanexpress: { words: /^american express\b/, besides: ['aexp.com'] },
  apple: {
    words: /^apple(?:\s(?:id|support|pay|store|security|inc\.?))?$|^icloud\b/,
    besides: ['icloud.com'],
  },
  bankofamerica: { words: /^bank of america\b/ },
  binance: { words: /^binance\b/ },
  chase: { words: /^chase (?:bank|online)\b/, besides: ['jpmorgan.com', 'jpmchase.com'] },
  coinbase: { words: /^coinbase\b/ },
  dhl: { words: /^dhl\b/, besides: ['dpdhl.com'] },
  docusign: { words: /^docusign\b/, besides: ['docusign.net'] },
  dropbox: { words: /^dropbox\b/, besides: ['dropboxmail.com'] },
  facebook: { words: /^facebook\b/, besides: ['facebookmail.com', 'fb.com', 'meta.com'] },
  fedex: { words: /^fedex\b/ },
  google: { words: /^(?:google|gmail)\b/, besides: ['gmail.com', 'youtube.com', 'withgoogle.com'] },
  instagram: { words: /^instagram\b/, besides: ['facebookmail.com', 'meta.com'] },
  intesasanpaolo: { words: /^intesa ?sanpaolo\b/ },
  linkedin: { words: /^linkedin\b/ },
  mastercard: { words: /^mastercard\b/ },
  microsoft: {
    words: /^(?:microsoft|office ?365|outlook(?:\.com)?(?: team)?$|onedrive|sharepoint)\b/,
    besides: ['outlook.com', 'office.com', 'office365.com', 'sharepointonline.com', 'skype.com'],
  },
  netflix: { words: /^netflix\b/ },
  paypal: { words: /^paypal\b/ },
  poste: { words: /^(?:poste italiane|bancoposta|postepay)\b/, besides: ['posteitaliane.it', 'postepay.it'] },
  revolut: { words: /^revolut\b/ },
  spotify: { words: /^spotify\b/ },
  unicredit: { words: /^unicredit\b/, besides: ['unicreditgroup.eu'] },
  ups: { words: /^ups(?:\s(?:tracking|delivery|my choice|quantum view))?$/ },
  usps: { words: /^usps\b/ },
  wellsfargo: { words: /^wells fargo\b/ },
  whatsapp: { words: /^whatsapp\b/ },
}

/** Ends of two labels under which anybody may have a name: `co.uk`. */
const SECOND_LEVEL = /^(?:co|com|org|net|gov|ac|edu|or|ne|go)$/

/** The part of a host that one owner has: `www.bank.co.uk` is `bank.co.uk`'s. Good for comparing, not for trusting. */
export function siteOf(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const end = labels.at(-1) ?? ''
  const length = end.length === 2 && SECOND_LEVEL.test(labels.at(-2) ?? '') ? 3 : 2
  return labels.slice(-length).join('.')
}

/** Letters, and pairs of them, as the ones they are taken for. */
const SEEN_AS: readonly (readonly [RegExp, string])[] = [
  [/[аạα]/g, 'a'],
  [/[сϲ]/g, 'c'],
  [/[еεҽ]/g, 'e'],
  [/[іıι]/g, 'i'],
  [/[1|łɩ]/g, 'l'],
  [/[оοσ0]/g, 'o'],
  [/[рρ]/g, 'p'],
  [/[ѕ5]/g, 's'],
  [/[хχ]/g, 'x'],
  [/[уγ]/g, 'y'],
  [/[ԁɗ]/g, 'd'],
  [/[һհ]/g, 'h'],
  [/[ԛ]/g, 'q'],
  [/[ԝ]/g, 'w'],
  [/[νѵ]/g, 'v'],
  [/[κк]/g, 'k'],
  [/[тτ]/g, 't'],
  [/[мϻ]/g, 'm'],
  [/[нη]/g, 'n'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
]

/** Shorter labels are too near each other: dhi.com is somebody's honest name. In UTF-16 code units. */
const SHORTEST_IMITATED = 5
/** From here on an i counts as an l: appie.nl is not Apple's, and means nothing by it. */
const SHORTEST_WITH_I = 6

function skeleton(label: string): string {
  let seen = label.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  for (const [letters, as] of SEEN_AS) seen = seen.replace(letters, as)
  return label.length < SHORTEST_WITH_I ? seen : seen.replaceAll('i', 'l')
}

const SKELETONS = new Map(Object.keys(BRANDS).map((brand) => [skeleton(brand), brand]))

/** The brand that a name begins with, where the mail's domain is none of the brand's. */
export function brandInName(name: string, domain: string): string | undefined {
  const read = name.toLowerCase().replace(/\s+/g, ' ').trim()
  for (const [brand, { words, besides = [] }] of Object.entries(BRANDS)) {
    if (!words.test(read)) continue
    const [label = ''] = siteOf(domain).split('.')
    const own = label === brand || besides.some((one) => isUnder(domain, one))
    return own ? undefined : name.trim()
  }
  return undefined
}

/** Whether a domain is written to be taken for a brand's: `paypa1.com`, `rnicrosoft.com`, `paypal.com.evil.example`. */
export function imitatesBrand(domain: string): boolean {
  const labels = unicodeDomain(domain).toLowerCase().split('.')
  const site = siteOf(domain)
  const [own = ''] = unicodeDomain(site).split('.')
  const meant = SKELETONS.get(skeleton(own))
  if (meant !== undefined && meant.length >= SHORTEST_IMITATED && toAsciiDomain(own) !== meant) return true
  const before = labels.slice(0, -site.split('.').length)
  return before.some((label, at) => label in BRANDS && at + 1 < before.length && before[at + 1] === 'com')
}
