import {
  asRead,
  FILE_ENDING,
  isUnder,
  MAIL_AMONG_WORDS,
  SITE_AMONG_WORDS,
  SITE_AT_START,
} from './lookAlike.ts'

/** Longest text of a link that is read, in UTF-16 code units: what nobody reads to its end claims nothing there. */
const MAX_TEXT = 300

/**
 * What a link's text claims to lead to, when it leads elsewhere: another site, or another address of mail. The text is
 * taken as one reads it (threat 21). A name of a site before the `@` of the target is a claim too, whatever the text says.
 */
export function falseClaim(text: string, href: string): string | undefined {
  if (!URL.canParse(href)) return undefined
  const url = new URL(href)
  const seen = asRead(text.slice(0, MAX_TEXT))
    .replace(/^[\s>‹›»«<("'[→➔►▶•·-]+/u, '')
    .trim()
  if (url.protocol === 'mailto:') return falseRecipient(seen, url.pathname)
  if (!/^https?:$/.test(url.protocol)) return undefined
  const user = decode(url.username)
  const site = SITE_AT_START.exec(user)?.[1] ?? (user.includes('@') ? user : undefined)
  if (site !== undefined) return site
  const claimed = siteIn(seen)
  return claimed === undefined || isUnder(url.hostname, claimed) ? undefined : claimed
}

/** The site that a text names: its own beginning, the domain of an address, or one among its words. */
function siteIn(text: string): string | undefined {
  // https://bank.example@evil.example: what stands before the @ is what one sees.
  const first = SITE_AT_START.exec(text.replace(/^((?:https?:\/\/)?[^\s/@]*)@.*$/is, '$1'))?.[1]
  const found = first ?? SITE_AMONG_WORDS.exec(text)?.[1]
  if (found === undefined || FILE_ENDING.test(found)) return undefined
  // An IP address without its scheme is a version of something.
  if (/^[\d.]+$/.test(found) && !/^https?:/i.test(text)) return undefined
  return found
}

function falseRecipient(text: string, path: string): string | undefined {
  const claimed = MAIL_AMONG_WORDS.exec(text)?.[0]
  if (path === '') return undefined
  const recipients = decode(path)
    .toLowerCase()
    .split(/[,;\s]+/)
  return claimed === undefined || recipients.includes(claimed.toLowerCase().replace(/[.,]$/, ''))
    ? undefined
    : claimed
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
