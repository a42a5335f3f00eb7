/** Letters of other scripts that look like Latin ones; a label made of these only is a disguise. */
const CONFUSABLE = /^[асеһіјӏорԛѕԝхуԁանοριυκτ0-9-]+$/u

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
  const end = labels.at(-1) ?? ''
  // Under a top-level domain of its own alphabet a label of such letters is at home.
  const latinEnd = isAscii(end)
  return labels.some((label) => {
    if (isAscii(label)) return false
    // The dotless ı is a letter in Turkish and Azeri; anywhere else it is an i in disguise, as ĺ is an l outside Slovak.
    if (/ı/.test(label) && !/^(?:tr|az|kz)$/.test(end)) return true
    if (/[ĺľļŀł]/.test(label) && !/^(?:sk|cz|lv|pl|cat|es|eu)$/.test(end)) return true
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

/** Text as one reads it: other forms of a letter are that letter, and what is not seen, or turns text around, is gone. */
export function asRead(text: string): string {
  return text.normalize('NFKC').replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '')
}

/** Ends of names of sites that stand among other words; what else has a dot in it is mostly no site. */
const SITE_ENDS =
  'com|net|org|edu|gov|mil|int|info|biz|io|ai|app|dev|me|tv|cc|co|uk|us|ca|au|nz|ie|de|at|ch|fr|it|es|pt|nl|be|lu|dk|se|no|fi|is|pl|cz|sk|hu|ro|bg|gr|hr|si|rs|ua|ru|tr|il|ae|sa|in|cn|jp|kr|tw|hk|sg|my|id|th|vn|ph|br|mx|ar|cl|za|ng|ke|eu|online|site|shop|store|xyz|top|club|bank|cloud|example'

const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`
/** A name of a site among other words. */
export const SITE_AMONG_WORDS = new RegExp(
  String.raw`(?<![\p{L}\p{N}@.-])((?:${LABEL}\.){0,7}[\p{L}\p{N}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}]\.(?:${SITE_ENDS}))(?![\p{L}\p{N}@-]|\.\p{L})`,
  'iu',
)
/** Anything that begins like the address of a site. */
export const SITE_AT_START = new RegExp(
  String.raw`^(?:https?:\/{1,2})?((?:${LABEL}\.){1,8}\p{L}{2,24}|(?:\d{1,3}\.){3}\d{1,3})(?=$|[\s/:?#])`,
  'iu',
)
/** An address of mail among other words. */
export const MAIL_AMONG_WORDS = /[^\s<>"'(),:;[\]]{1,64}@[^\s<>"'(),:;[\]@]{1,255}/u

/** `invoice.pdf` names a file, not a site. */
export const FILE_ENDING =
  /\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|txt|csv|jpe?g|png|gif|svg|html?|eml|ics|json|xml|md|js|ts|mp[34])$/i

/** Whether `host` is `site`, or lies under it. */
export function isUnder(host: string, site: string): boolean {
  const bare = (name: string): string => toAsciiDomain(name.toLowerCase()).replace(/^www\./, '')
  return bare(host) === bare(site) || bare(host).endsWith(`.${bare(site)}`)
}
