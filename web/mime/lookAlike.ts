import type { Address } from '../../shared/mail/address.ts'

/** What is odd about who a message says it is from. */
export type SenderWarning =
  | { kind: 'nameHoldsAddress'; shown: string; real: string }
  | { kind: 'lookAlikeDomain'; domain: string; ascii: string }

/** Letters of other scripts that look like Latin ones; a label made of these only is a disguise. */
const CONFUSABLE = /^[асеһіјӏорԛѕԝхуԁανοριυκτ0-9-]+$/u

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
]

/** A domain whose letters come from several alphabets, or imitate Latin ones (RFC 5890; CVE-2019-15237). */
export function isLookAlike(domain: string): boolean {
  const labels = domain.normalize('NFC').toLowerCase().split('.')
  // Under a top-level domain of its own alphabet a label of such letters is at home.
  const latinEnd = isAscii(labels.at(-1) ?? '')
  return labels.some((label) => {
    if (isAscii(label)) return false
    return SCRIPTS.filter((script) => script.test(label)).length > 1 || (latinEnd && CONFUSABLE.test(label))
  })
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- all of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text)
}

/** The domain as DNS has it (`xn--…`); unchanged where it is none. */
export function toAsciiDomain(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname || domain
  } catch {
    return domain
  }
}

/** `"anna@bank.example" <x@evil.example>` and look-alike domains. The real address is always shown beside the name. */
export function senderWarning(sender: Address | undefined): SenderWarning | undefined {
  if (!sender) return undefined
  const real = sender.address
  const inName = /[^\s<>"'(),:;]{1,64}@[^\s<>"'(),:;@]{1,255}/.exec(sender.name)?.[0]
  if (inName !== undefined && inName.toLowerCase() !== real.toLowerCase()) {
    return { kind: 'nameHoldsAddress', shown: inName, real }
  }
  const domain = real.slice(real.lastIndexOf('@') + 1)
  if (isLookAlike(domain)) return { kind: 'lookAlikeDomain', domain, ascii: toAsciiDomain(domain) }
  return undefined
}

const SHOWN_HOST =
  /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24})(?=$|[\s/:?#])/u

/** `invoice.pdf` names a file, not a site. */
const FILE_ENDING =
  /\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|txt|csv|jpe?g|png|gif|svg|html?|eml|ics|json|xml|md|js|ts|mp[34])$/i

/** The host a link's text claims, when the text reads like an address of a site and leads to another one. */
export function mismatchedHost(text: string, href: string): string | undefined {
  const shown = SHOWN_HOST.exec(text.slice(0, 300).normalize('NFC'))?.[1]
  if (shown === undefined || FILE_ENDING.test(shown) || !URL.canParse(href)) return undefined
  const target = new URL(href).hostname.toLowerCase()
  const claimed = toAsciiDomain(shown.toLowerCase())
  const bare = (host: string): string => host.replace(/^www\./, '')
  if (bare(claimed) === bare(target) || bare(target).endsWith(`.${bare(claimed)}`)) return undefined
  return shown
}
